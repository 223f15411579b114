using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using FormulaSpan = GlmmDsl.Formulas.TextSpan;

namespace GlmmDsl.Analyzers.Edits;

/// <summary>Makes diagnostics that carry fixes of the formula.</summary>
internal static class FormulaFixReport
{
    /// <summary>A diagnostic at a place of the formula with the fixes that can be written there.</summary>
    /// <param name="model">The model.</param>
    /// <param name="descriptor">The rule.</param>
    /// <param name="place">The place in the formula.</param>
    /// <param name="fixes">What could be done; null where there is nothing.</param>
    /// <param name="arguments">What the rule's message names.</param>
    public static Diagnostic Of(ModelDeclaration model, DiagnosticDescriptor descriptor, FormulaSpan place, IEnumerable<FormulaFix?> fixes, params object[] arguments)
    {
        Location location = model.Place(place);
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        foreach (FormulaFix? fix in fixes)
        {
            if (fix is not null && model.Formula is { } formula && fix.Edits.All(edit => formula.IsExact(edit.Span) && FixProperties.IsPlain(edit.Text)))
            {
                IEnumerable<TextChange> changes = fix.Edits.Select(edit => new TextChange(formula.Map(edit.Span).SourceSpan, edit.Text));
                properties = FixProperties.Add(properties, fix.Title, changes, location.SourceSpan.Start);
            }
        }

        return Diagnostic.Create(descriptor, location, properties, arguments);
    }
}
