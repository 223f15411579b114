using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>GLMM115: a date as a numeric effect, which counts days from 1970. Silent where the formula computes something with it.</summary>
internal sealed class DateAsNumberRule : ModelRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.DateAsNumber);

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        foreach (PlanVariable variable in model.Plan?.Variables ?? ImmutableArray<PlanVariable>.Empty)
        {
            if (!variable.IsCategorical && variable.Variable.Expression is NameSyntax name && model.Row.Find(name.Name) is { Value: ValueKind.Date, Kind: ColumnKind.Numeric } && !Facts.TimeStructureRule.IsTime(model, name.Span) && !ArithmeticInTermsRule.Reports(model, name.Span))
            {
                report(Edits.FormulaFixReport.Of(
                    model,
                    DiagnosticDescriptors.DateAsNumber,
                    name.Span,
                    [new Edits.FormulaFix($"Count the days from the first {name}", new Edits.FormulaEdit(name.Span, $"I({name} - min({name}))"))],
                    name.Name));
            }
        }
    }
}
