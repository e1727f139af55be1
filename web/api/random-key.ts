/** 128 random bits as 32 hex digits. `crypto.randomUUID` exists only on https and localhost; a console may be opened as http://10.x.x.x. */
export const randomKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
