export type FieldId = string & { readonly __brand: 'FieldId' };
export type CellId = string & { readonly __brand: 'CellId' };
export type ModelId = string & { readonly __brand: 'ModelId' };
export type ReviewId = string & { readonly __brand: 'ReviewId' };
export type ReportId = string & { readonly __brand: 'ReportId' };
