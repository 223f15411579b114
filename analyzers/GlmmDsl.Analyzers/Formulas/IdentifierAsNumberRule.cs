using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Shared;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;
using RowValue = GlmmDsl.Generators.Symbols.ValueKind;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>GLMM113: a column of whole numbers that identifies somebody or something, by its name or as <c>[RowKey]</c> or <c>[NestedIn]</c> declares, as a numeric effect.</summary>
internal sealed class IdentifierAsNumberRule : ModelRule
{
    private static readonly string[] Endings = ["Id", "ID", "_id", "_ID", "Identifier", "Code", "_code"];

    // A number with one of these names is never an amount; with "Block", "Trial" or "Year" it often is.
    private static readonly HashSet<string> Units = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "identifier", "subject", "patient", "participant", "person", "respondent", "student", "pupil", "teacher", "school", "hospital", "clinic",
        "household", "animal", "worker", "rater", "subjid", "usubjid", "siteid", "patid", "studyid",
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
                && model.Row.Find(name.Name) is { Value: RowValue.Integer, Kind: ColumnKind.Numeric } column
                && Reason(column) is { } reason
                && !Facts.TimeStructureRule.IsTime(model, name.Span)
                && !ArithmeticInTermsRule.Reports(model, name.Span))
            {
                report(Diagnostic.Create(
                    DiagnosticDescriptors.IdentifierAsNumber,
                    model.Place(name.Span),
                    IsKey(column) ? [] : MemberPlaces.Of(model.RowType, column.Member),
                    ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Member, column.Member),
                    column.Name,
                    reason,
                    IsKey(column) ? "no effect can be told from a key of the rows, take it out" : $"mark it [Factor], or group the rows by it, (1 | {name})"));
            }
        }
    }

    private static string? Reason(RowColumn column) =>
        IsKey(column) ? "is declared [RowKey], a key of the rows,"
        : column.Facts.Any(fact => fact.Kind == FactKind.NestedIn) ? "is declared [NestedIn], a label,"
        : IsIdentifier(column.Name) ? "looks like an identifier"
        : null;

    private static bool IsKey(RowColumn column) => column.Facts.Any(fact => fact.Kind == FactKind.RowKey);

    /// <summary>Whether a name says so: <c>ClinicID</c>, and not <c>PAID</c>.</summary>
    private static bool IsIdentifier(string name) =>
        Units.Contains(name)
        || Endings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal) && name.Length > ending.Length && (ending[0] == '_' || !char.IsUpper(name[name.Length - ending.Length - 1])));
}
