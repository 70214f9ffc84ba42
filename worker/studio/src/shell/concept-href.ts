/** The address of a concept's page. */
export const hrefOf = (id: string): string => `/concepts/${encodeURIComponent(id)}`;
