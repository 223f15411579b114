using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>Finds and checks the response of a linear model.</summary>
internal static class ResponseResolver
{
    /// <summary>The response, one number a row, NaN where missing; a logical counts 0, 1.</summary>
    /// <exception cref="FormulaException">No response, or one that is no number.</exception>
    public static FrameVariable Resolve(DesignPlan plan, ExpressionEvaluator evaluator)
    {
        if (plan.Response is not Variable response)
        {
            throw FormulaProblem.At(
                evaluator.Formula, FormulaErrorKind.Structure, plan.Terms.Syntax.TildeSpan, "The formula has no response: write the column to be explained before '~'.");
        }

        string? reason = plan.ResponseKind switch
        {
            ResponseKind.Factor =>
                $"The response '{response.Name}' is not numeric. A linear model explains a number; if its levels stand for amounts in order, as.numeric(..) gives their codes 1, 2, ...",
            ResponseKind.SuccessesAndFailures => "cbind(successes, failures) is the response of a binomial model; a linear model explains one number.",
            _ => null,
        };
        return reason is null
            ? new FrameVariable(response.Name, response.Expression, [evaluator.EvaluateNumbers(response.Expression)])
            : throw FormulaProblem.At(evaluator.Formula, FormulaErrorKind.ColumnType, response.Expression.Span, reason);
    }

    /// <summary>Refuses a response without variation: there is nothing to explain.</summary>
    /// <param name="name">The response's name.</param>
    /// <param name="values">Its values in the rows used.</param>
    /// <exception cref="ModelDataException">All values are equal.</exception>
    public static void RefuseConstant(string name, double[] values)
    {
        if (!values.AsSpan().ContainsAnyExcept(values[0]))
        {
            throw new ModelDataException(
                FormattableString.Invariant($"The response '{name}' is constant: it is {values[0]:R} in every row used. A model needs a response that varies."), name);
        }
    }
}
