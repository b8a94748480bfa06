/** stub */
import type { LoadProcess } from './bench-client.ts'
import type { BenchServer } from './bench-server.ts'
export async function measureStages(_server: BenchServer, _load: LoadProcess): Promise<string> { return '' }
