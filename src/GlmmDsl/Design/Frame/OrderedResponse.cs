using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design.Expressions;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Frame;

/// <summary>A response of ordered categories: a factor whose levels have an order.</summary>
internal static class OrderedResponse
{
    /// <summary>The number of the level of every row, from 0, NaN where missing; with the factor.</summary>
    /// <exception cref="FormulaException">A response that is not a factor, or whose levels have no order.</exception>
    public static FrameVariable Read(DesignPlan plan, ExpressionEvaluator evaluator)
    {
        Variable response = plan.Response!;
        if (!plan.Terms.HasIntercept)
        {
            throw FormulaProblem.At(
                evaluator.Formula, FormulaErrorKind.Structure, plan.Terms.Syntax.Right.Span,
                "A cumulative model has thresholds in the place of the intercept, and the columns of its factors are those beside one. Write the formula without '0 +' or '- 1'.");
        }

        ExpressionSyntax expression = response.Expression;
        string? fault = plan.ResponseKind switch
        {
            ResponseKind.SuccessesAndFailures => $"'{response.Name}' is the response of a binomial model; a cumulative model explains one of several ordered categories.",
            ResponseKind.Numeric => ResponseFaults.NumberInCumulative(response.Name) + ".",
            _ => null,
        };
        FactorColumn? factor = fault is null ? evaluator.AsFactor(evaluator.Evaluate(expression), expression) : null;
        fault ??= factor!.IsOrdered ? null : ResponseFaults.UnorderedInCumulative(response.Name, factor.Levels) + ".";
        return fault is null
            ? new FrameVariable(response.Name, expression, [Array.ConvertAll(factor!.Array, code => code < 0 ? double.NaN : code)], factor)
            : throw FormulaProblem.At(evaluator.Formula, FormulaErrorKind.ColumnType, expression.Span, fault);
    }

    /// <summary>The categories of the rows used, numbered from 0 among those that occur, and their names. Those without rows are dropped, as clmm drops them, and noticed.</summary>
    /// <param name="response">The response.</param>
    /// <param name="rows">The rows used.</param>
    /// <param name="notices">Receives what is noticed.</param>
    /// <exception cref="ModelDataException">Only one category occurs.</exception>
    public static (double[] Response, ImmutableArray<string> Categories) Cut(FrameVariable response, RowSelection rows, List<Notice> notices)
    {
        OccurringLevels occurring = OccurringLevels.Of(response.Factor!, rows);
        if (occurring.Levels.Length < 2)
        {
            throw new ModelDataException(
                $"The response '{response.Name}' is constant: it is {ValueText.Quote(occurring.Levels[0])} in every row used. A model needs a response that varies.", response.Name);
        }

        occurring.AddNotice(response.Name, isCoded: false, notices);
        return (Array.ConvertAll(occurring.Codes, code => (double)code), occurring.Levels);
    }
}
