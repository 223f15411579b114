using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Shared;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;
using RowValue = GlmmDsl.Generators.Symbols.ValueKind;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>GLMM113: a column of whole numbers that by its name identifies somebody or something, as a numeric effect.</summary>
internal sealed class IdentifierAsNumberRule : ModelRule
{
    private static readonly string[] Endings = ["Id", "ID", "_id", "Identifier", "Code"];

    // A number with one of these names is never an amount; with "Block", "Trial" or "Year" it often is.
    private static readonly HashSet<string> Units = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "identifier", "subject", "patient", "participant", "person", "respondent", "student", "pupil", "teacher", "school", "hospital", "clinic",
        "household", "animal", "worker", "rater",
    };

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.IdentifierAsNumber);

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model.Plan is not { } plan)
        {
            return;
        }

        foreach (PlanVariable variable in plan.Variables)
        {
            if (variable.Variable.Expression is NameSyntax name
                && IsIdentifier(name.Name)
                && model.Row.Find(name.Name) is { Value: RowValue.Integer, Kind: ColumnKind.Numeric } column
                && !Facts.TimeStructureRule.IsTime(model, name.Span))
            {
                report(Diagnostic.Create(
                    DiagnosticDescriptors.IdentifierAsNumber,
                    model.Place(name.Span),
                    MemberPlaces.Of(model.RowType, column.Member),
                    ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Member, column.Member),
                    column.Name,
                    name));
            }
        }
    }

    private static bool IsIdentifier(string name) =>
        Units.Contains(name) || Endings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal) && name.Length > ending.Length);
}
