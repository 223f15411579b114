using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Shared;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>GLMM201: a grouping column of a floating-point type that is not declared to be a factor.</summary>
internal sealed class FloatingPointGroupRule : ModelRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.FloatingPointGroup);

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model.Plan is not { } plan)
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (Variable variable in plan.Terms.Random.Where(term => !SwappedBarRule.IsSwapped(model, term)).SelectMany(term => term.Group))
        {
            if (variable.Expression is NameSyntax name
                && model.Row.Find(name.Name) is { Value: ValueKind.Double or ValueKind.Single or ValueKind.Decimal, IsDeclaredFactor: false } column
                && seen.Add(column.Name))
            {
                string shown = column.KeyTypeName.Replace("global::", "");
                report(Diagnostic.Create(
                    DiagnosticDescriptors.FloatingPointGroup,
                    model.Place(name.Span),
                    MemberPlaces.Of(model.RowType, column.Member),
                    ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Member, column.Member),
                    column.Name,
                    shown));
            }
        }
    }
}
