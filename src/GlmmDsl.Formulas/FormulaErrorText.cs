using System.Collections.Immutable;
using System.Text;

namespace GlmmDsl.Formulas;

/// <summary>Writes the errors of a formula for people: each sentence with its column.</summary>
internal static class FormulaErrorText
{
    public static string Of(string formula, ImmutableArray<FormulaDiagnostic> diagnostics)
    {
        var text = new StringBuilder();
        foreach (FormulaDiagnostic diagnostic in diagnostics)
        {
            if (text.Length > 0)
            {
                text.Append(' ');
            }

            text.Append(diagnostic.Message);
        }

        // A formula is usually one short line; a long one would hide its error.
        return formula.Length <= 200 ? text.Append(" [formula: ").Append(formula).Append(']').ToString() : text.ToString();
    }
}
