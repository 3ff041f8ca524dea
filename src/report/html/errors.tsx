/** What went wrong outside of any case or cell; `of` is what it belongs to. */
export function Errors(props: {
  of: "run" | "matrix";
  errors: readonly { code: string; message: string; hint?: string | undefined }[];
}) {
  const { of, errors } = props;
  if (errors.length === 0) return null;
  return (
    <section class="reasons fail" aria-label={`Errors of the ${of}`}>
      <p>Errors of the {of}:</p>
      <ul>
        {errors.map(({ code, message, hint }) => (
          <li>
            <code>{code}</code> {message}
            {hint !== undefined && <span class="muted"> Hint: {hint}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
