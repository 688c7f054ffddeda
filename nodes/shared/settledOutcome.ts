/**
 * @returns what came of it, or why nothing did, as data: n8n wants nothing thrown from within a `catch`. Never rejects.
 */
export async function settled<Result>(doing: Promise<Result>): Promise<Result | Error> {
	return await doing.catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
}
