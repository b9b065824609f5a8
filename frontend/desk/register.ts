export function registerDesk(): void {}
