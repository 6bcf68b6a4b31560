export function WorklistPage() {
  return <main />;
}
