using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>Makes the exceptions of formulas that turn out wrong only when they meet the data.</summary>
internal static class FormulaProblem
{
    /// <summary>One error at a place of a formula.</summary>
    public static FormulaException At(string formula, FormulaErrorKind kind, TextSpan span, string message) =>
        new(formula, [new FormulaDiagnostic(kind, span, message)]);
}
