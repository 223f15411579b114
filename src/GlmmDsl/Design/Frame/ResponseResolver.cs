using GlmmDsl.Data;
using GlmmDsl.Design.Expressions;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Frame;

/// <summary>Finds and checks the response of a model.</summary>
internal static class ResponseResolver
{
    /// <summary>The response: one number per row, NaN where missing (a logical counts as 0 or 1); of a binomial model successes and trials.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="evaluator">Evaluates on the rows.</param>
    /// <param name="table">The rows.</param>
    /// <param name="options">What the response must be, and the kind of the weights.</param>
    /// <param name="weights">The weights; null where there are none.</param>
    /// <exception cref="FormulaException">No response, or one of another kind.</exception>
    /// <exception cref="ModelDataException">A value that the family does not have.</exception>
    public static FrameVariable Resolve(DesignPlan plan, ExpressionEvaluator evaluator, Table table, DesignOptions options, FrameVariable? weights)
    {
        if (plan.Response is null)
        {
            throw FormulaProblem.At(
                evaluator.Formula, FormulaErrorKind.Structure, plan.Terms.Syntax.TildeSpan, "The formula has no response: write the column that the model explains before '~'.");
        }

        return options.Response switch
        {
            ResponseForm.Successes => new DiscreteResponse(plan, evaluator, table, options.FamilyWords).Successes(options.WeightKind == WeightKind.Trials ? weights : null),
            ResponseForm.Count => new DiscreteResponse(plan, evaluator, table, options.FamilyWords).Count(),
            ResponseForm.Category => OrderedResponse.Read(plan, evaluator),
            _ => Number(plan, plan.Response, evaluator),
        };
    }

    private static FrameVariable Number(DesignPlan plan, Variable response, ExpressionEvaluator evaluator)
    {
        string? reason = plan.ResponseKind switch
        {
            ResponseKind.Factor =>
                ResponseFaults.FactorInLinearModel(response.Name, evaluator.AsFactor(evaluator.Evaluate(response.Expression), response.Expression).IsOrdered) + ".",
            ResponseKind.SuccessesAndFailures => "'cbind(successes, failures)' is the response of a binomial model; a linear model explains one number.",
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
