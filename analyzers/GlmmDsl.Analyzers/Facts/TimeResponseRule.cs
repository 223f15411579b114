using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Facts;

/// <summary>GLMM119: a model whose response is the declared time of its rows, or a function of it alone.</summary>
internal sealed class TimeResponseRule() : FactRule(DiagnosticDescriptors.TimeAsResponse)
{
    /// <inheritdoc/>
    protected override void Check(DeclaredModel model, DesignPlan plan, Action<Diagnostic> report)
    {
        if (plan.Response is { } response
            && FormulaWalk.Names(response.Expression).Select(name => name.Name).Distinct().ToList() is { Count: 1 } names
            && model.Row.Find(names[0]) is { } column
            && column.Facts.Any(fact => fact.Kind == FactKind.Time))
        {
            report(Diagnostic.Create(DiagnosticDescriptors.TimeAsResponse, model.Formula!.Map(response.Expression.Span), column.Name));
        }
    }
}
