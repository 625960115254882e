export async function main(): Promise<number> { console.log(process.version); return 0; }
