using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Declarations;

/// <summary>GLMM003: nullable columns in a model that does not say what becomes of missing values. One diagnostic a model, at the first of them.</summary>
internal sealed class MissingValuesPolicyRule : ModelRule
{
    private const int MostNamed = 5;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.MissingValuesPolicy);

    /// <inheritdoc/>
    public override void Check(ModelDeclaration model, Action<Diagnostic> report)
    {
        if (model.Plan is not { } plan || model.Named("Missing") is not null)
        {
            return;
        }

        var nullable = plan.ColumnsUsed.Select(model.Row.Find).Where(column => column is { IsNullable: true }).Select(column => column!).ToList();
        if (nullable.Count == 0)
        {
            return;
        }

        NameSyntax? first = FormulaWalk.Names(plan.Terms.Syntax).FirstOrDefault(name => name.Name == nullable[0].Name);
        string named = string.Join(", ", nullable.Take(MostNamed).Select(column => "'" + column.Name + "'")) + (nullable.Count > MostNamed ? " and others" : "");
        report(Diagnostic.Create(
            DiagnosticDescriptors.MissingValuesPolicy,
            first is null ? model.Attribute.GetLocation() : model.Place(first.Span),
            (nullable.Count == 1 ? "the nullable column " : "the nullable columns ") + named));
    }
}
