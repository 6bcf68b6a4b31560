export function ViewerPage() {
  return <main />;
}
