using GlmmDsl.Analyzers.Models;
using Microsoft.CodeAnalysis;
using FormulaSpan = GlmmDsl.Formulas.TextSpan;

namespace GlmmDsl.Analyzers.Edits;

/// <summary>Makes diagnostics that carry fixes of a model's formula.</summary>
internal static class FormulaFixReport
{
    /// <summary>A diagnostic at a place of the formula with the fixes that can be written there.</summary>
    /// <param name="model">The model.</param>
    /// <param name="descriptor">The rule.</param>
    /// <param name="place">The place in the formula.</param>
    /// <param name="fixes">The possible fixes; null where there is none.</param>
    /// <param name="arguments">The arguments of the rule's message.</param>
    public static Diagnostic Of(DeclaredModel model, DiagnosticDescriptor descriptor, FormulaSpan place, IEnumerable<FormulaFix?> fixes, params object[] arguments) =>
        SourceFix.Report(descriptor, model.Place(place), fixes.Select(fix => SourceFix.In(model.Formula, fix)), arguments);
}
