using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>Makes the exceptions for formulas whose errors show only with the data.</summary>
internal static class FormulaProblem
{
    /// <summary>One error at a place of a formula.</summary>
    public static FormulaException At(string formula, FormulaErrorKind kind, TextSpan span, string message) =>
        new(formula, [new FormulaDiagnostic(kind, span, message)]);
}
