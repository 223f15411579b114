using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>
/// GLMM309: a response of ordered categories under a family that is not ordinal: the run would refuse it, so that it is reported as an error. GLMM310: a cumulative model of a response
/// whose values have no order.
/// </summary>
internal sealed class OrdinalResponseRule : ModelRule
{
    private const int MostShown = 4;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.OrderedResponse, DiagnosticDescriptors.UnorderedResponse);

    /// <summary>The ordered column that is the response of a family that is not ordinal; null where there is none, and for two levels, which a binomial model can have.</summary>
    public static RowColumn? Categories(DeclaredModel model, DesignPlan plan) =>
        plan is { ResponseKind: ResponseKind.Factor, Response: { } response }
        && FamilyFacts.Of(model.Specification.Family) is { Range: not ResponseRange.Categories }
        && ColumnOf(model, response) is { IsOrdered: true } column && !(column.AreLevelsKnown && column.Levels.Count <= 2)
            ? column
            : null;

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model.Plan is not { Response: { } response } plan)
        {
            return;
        }

        Location location = model.Place(response.Expression.Span);
        if (Categories(model, plan) is { } ordered)
        {
            FamilyFacts family = FamilyFacts.Of(model.Specification.Family)!;
            report(Diagnostic.Create(
                DiagnosticDescriptors.OrderedResponse,
                location,
                DiagnosticSeverity.Error,
                additionalLocations: null,
                SourceFix.Properties(location, [GaussianResponseRule.Other(model, FamilyFacts.Cumulative, "Fit a cumulative model")]),
                response.Name,
                Shown(ordered),
                family.Words,
                family.Range == ResponseRange.Successes ? "two outcomes" : "a number"));
        }
        else if (FamilyFacts.IsOfCategories(model.Specification.Family) && FaultOf(model, plan, response) is (var is_, var remedy))
        {
            report(Diagnostic.Create(DiagnosticDescriptors.UnorderedResponse, location, response.Name, is_, remedy));
        }
    }

    private static (string Is, string Remedy)? FaultOf(DeclaredModel model, DesignPlan plan, Variable response)
    {
        const string Binomial = "fit a binomial model";
        RowColumn? column = ColumnOf(model, response);
        return (plan.ResponseKind, column) switch
        {
            (ResponseKind.SuccessesAndFailures, _) => null,
            (ResponseKind.Factor, { IsOrdered: true }) => null,
            (ResponseKind.Factor, { Value: ValueKind.Enum }) => ("has categories without an order", "mark the property or the enum with [Ordered]"),
            (ResponseKind.Factor, { Kind: ColumnKind.Logical }) => ("is true or false", Binomial),
            (ResponseKind.Factor, not null) => ("has levels without an order", "declare them from the lowest to the highest, as in [Ordered(\"low\", \"mid\", \"high\")]"),
            (ResponseKind.Factor, null) => null,
            (_, { Kind: ColumnKind.Logical }) => ("is true or false", Binomial),
            _ => ("is a number", "make it an enum with [Ordered], or choose a family of numbers"),
        };
    }

    private static RowColumn? ColumnOf(DeclaredModel model, Variable response) =>
        FractionalExpression.Bare(response.Expression) is NameSyntax name ? model.Row.Find(name.Name) : null;

    private static string Shown(RowColumn column) =>
        column.AreLevelsKnown ? string.Join(", ", column.Levels.Items.Take(MostShown)) + (column.Levels.Count > MostShown ? ", .." : "") : "known from the rows";
}
