/** A text that the database can hold as it is: PostgreSQL has no NUL, and half a surrogate pair would be stored as another character. */
export const storableText = /^[^\u0000\p{Surrogate}]*$/u
