/** Unsanitised case material goes to nobody beyond the organisation; source: FIRST, Traffic Light Protocol 2.0. */
export const caseMarking = 'TLP:AMBER+STRICT'
