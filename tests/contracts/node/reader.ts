// What a dashboard may rely on: these lines compile only while the contract says so.
import type { components, paths } from "./onedistrict";

type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer Body } } } };
}
  ? Body
  : never;

export const codes = (page: Answer<"/v1/spaces">): string[] =>
  page.items.map((space) => space.code);

export const gaps = (check: Answer<"/v1/plans/{plan_id}/alignment">): string[] =>
  check.findings.map((finding) => `${finding.type} ${finding.subject} ${finding.gap}`);

export const nextPage = (page: Answer<"/v1/findings">): string | null | undefined =>
  page.next_cursor;

export const reason = (problem: components["schemas"]["Problem"]): string =>
  problem.errors.map((fault) => `${fault.pointer}: ${fault.code}`).join("\n");
