export function ReportsPage() {
  return <main />;
}
