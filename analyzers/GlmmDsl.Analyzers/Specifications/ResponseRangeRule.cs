using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>
/// GLMM312: a response whose type has no value, or one at most, that the family can have: a whole number where the family is of proportions between 0 and 1, a bool where 0 is excluded.
/// Silent with zero inflation, which adds zeros, and for expressions.
/// </summary>
internal sealed class ResponseRangeRule : ModelRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.ResponseRange);

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model.Plan is not { Response: { } response, ResponseKind: ResponseKind.Numeric }
            || !model.Specification.Lacks("ZeroInflation")
            || RangeOf(model) is not { } family
            || FractionalExpression.Bare(response.Expression) is not NameSyntax name
            || model.Row.Find(name.Name) is not { } column
            || FaultOf(column, family.Range) is not (var is_, var wanted, var isBool, var remedy))
        {
            return;
        }

        report(SourceFix.Report(
            DiagnosticDescriptors.ResponseRange,
            model.Place(response.Expression.Span),
            [isBool ? Binomial(model) : null],
            response.Name,
            is_,
            family.Words,
            wanted,
            remedy));
    }

    private static (ResponseRange Range, string Words)? RangeOf(DeclaredModel model)
    {
        if (FamilyFacts.Of(model.Specification.Family) is { } facts)
        {
            return (facts.Range, facts.Words);
        }

        return model.Named(Specification.FamilyName) is Microsoft.CodeAnalysis.CSharp.Syntax.TypeOfExpressionSyntax { Type: { } written }
            && model.SemanticModel.GetTypeInfo(written).Type is { TypeKind: not TypeKind.Error } type
            && FamilyTypeReader.RangeOf(type) is { } range
                ? (range, type.Name)
                : null;
    }

    private static (string Is, string Wanted, bool IsBool, string Remedy)? FaultOf(RowColumn column, ResponseRange range) =>
        (column, range) switch
        {
            ({ Kind: ColumnKind.Logical }, ResponseRange.Proportions) => ("true or false", "a number between 0 and 1, both excluded", true, "fit a binomial model"),
            ({ Kind: ColumnKind.Logical }, ResponseRange.PositiveNumbers) => ("true or false", "a number above 0, which excludes false", true, "fit a binomial model"),
            ({ Kind: ColumnKind.Logical }, ResponseRange.PositiveCounts) => ("true or false", "a count above 0, which excludes false", true, "fit a binomial model"),
            ({ Value: ValueKind.Integer }, ResponseRange.Proportions) =>
                ("a whole number", "a number between 0 and 1, both excluded", false, "divide by the largest value there can be, in a property of the row type, or fit a binomial or beta-binomial model of successes and failures"),
            _ => null,
        };

    private static SourceFix? Binomial(DeclaredModel model) => model.Named(Specification.FamilyName) is { } written && model.Named("Link") is null && model.Named("Dispersion") is null
        ? new SourceFix("Fit a binomial model", new TextChange(written.Span, model.Specification.NameOf("Family") + "." + FamilyFacts.Binomial))
        : null;
}
