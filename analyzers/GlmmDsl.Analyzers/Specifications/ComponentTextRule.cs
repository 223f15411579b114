using System.Collections.Immutable;
using GlmmDsl.Analyzers.Formulas;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Text;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>GLMM101 and GLMM104 in the formulas of zero inflation and dispersion of a fit at run time, whose columns are not known. Those of attributes are checked with the columns.</summary>
internal sealed class ComponentTextRule : SpecificationRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } =
        ImmutableArray.Create(DiagnosticDescriptors.FormulaSyntax, DiagnosticDescriptors.Function, DiagnosticDescriptors.ResponseOnRight);

    /// <inheritdoc/>
    public override bool NeedsFormula => false;

    /// <inheritdoc/>
    public override void Check(Specification specification, Action<Diagnostic> report)
    {
        foreach ((string name, string words) in new[] { ("ZeroInflation", "zero inflation"), ("Dispersion", "dispersion") })
        {
            if (specification.IsAttribute
                || specification.Find(name) is not { Value: string, Expression: { } expression }
                || !specification.Holds(expression)
                || FormulaTextReader.Read(expression, specification.SemanticModel!, CancellationToken.None) is not { } formula)
            {
                continue;
            }

            (ModelTerms? terms, ImmutableArray<FormulaDiagnostic> errors) = FormulaReading.Of(formula.Value);
            foreach (FormulaDiagnostic error in errors)
            {
                report(FormulaErrorReport.Of(error, formula));
            }

            if (terms?.Syntax.Response is { } response && errors.IsEmpty)
            {
                report(Diagnostic.Create(DiagnosticDescriptors.FormulaSyntax, formula.Map(response.Span), ComponentResponse.HasResponse(words)));
            }
        }
    }
}
