using System.Collections.Immutable;
using GlmmDsl.Analyzers.Formulas;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Declarations;

/// <summary>GLMM003: nullable columns in a model that does not say what happens to missing values. One diagnostic per model, at the first of them.</summary>
internal sealed class MissingValuesPolicyRule : ModelRule
{
    private const int MostNamed = 5;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.MissingValuesPolicy);

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model.Plan is not { } plan || model.Named("Missing") is not null)
        {
            return;
        }

        // The place of a column is looked for when it turns out to be the first that is nullable.
        var used = new List<(string Name, Func<Location> Place)>();
        AddNullable(plan.ColumnsUsed, name => PlaceOf(model, plan, name));
        foreach (string argument in new[] { "Weights", "Trials" })
        {
            if (model.TextOf(argument) is { } column)
            {
                AddNullable([column.Value], _ => column.Whole);
            }
        }

        if (model.TextOf("Offset") is { } offset && AttributeColumnsRule.ReadOffset(model, offset.Value).Plan is { } offsetPlan)
        {
            AddNullable(offsetPlan.ColumnsUsed, _ => offset.Whole);
        }

        foreach (DeclaredModel component in model.Components())
        {
            if (component.Plan is { } componentPlan)
            {
                AddNullable(componentPlan.ColumnsUsed, name => PlaceOf(component, componentPlan, name));
            }
        }

        if (used.Count == 0)
        {
            return;
        }

        var nullable = used.GroupBy(column => column.Name, StringComparer.Ordinal).Select(column => column.First()).ToList();

        string named = string.Join(", ", nullable.Take(MostNamed).Select(column => "'" + column.Name + "'")) + (nullable.Count > MostNamed ? " and others" : "");
        report(Diagnostic.Create(DiagnosticDescriptors.MissingValuesPolicy, nullable[0].Place(), (nullable.Count == 1 ? "the nullable column " : "the nullable columns ") + named));

        void AddNullable(IEnumerable<string> names, Func<string, Location> placeOf)
        {
            foreach (string name in names)
            {
                if (model.Row.Find(name) is { IsNullable: true })
                {
                    used.Add((name, () => placeOf(name)));
                }
            }
        }
    }

    private static Location PlaceOf(DeclaredModel model, DesignPlan plan, string column) =>
        FormulaWalk.Names(plan.Terms.Syntax).FirstOrDefault(name => name.Name == column) is { } first ? model.Place(first.Span) : model.Attribute.GetLocation();
}
