using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Expressions;

/// <summary>The columns of <c>poly(x, degree)</c>.</summary>
internal static class PolynomialColumns
{
    /// <summary>The columns at the table's rows, orthonormal over the training rows.</summary>
    public static MatrixValue Of(CallSyntax call, ExpressionEvaluator evaluator, BasisRecorder basis)
    {
        double[] points = evaluator.EvaluateNumbers(ExpressionEvaluator.ArgumentsOf(call)[0]);
        double[][]? columns = null;
        ImmutableArray<double> coefficients = basis.MomentsOf(call.ToString(), () =>
        {
            int degree = Degree(call, evaluator);
            int distinct = points.Where(p => !double.IsNaN(p)).Distinct().Take(degree + 1).Count();
            if (distinct <= degree)
            {
                throw new ModelDataException(
                    FormattableString.Invariant($"{call} needs more than {degree} different values, and there are {distinct}. Lower the degree."));
            }

            (columns, ImmutableArray<double> fitted) = OrthogonalPolynomials.Fit(points, degree);
            return fitted;
        });
        return new MatrixValue(columns ?? OrthogonalPolynomials.Evaluate(points, coefficients));
    }

    private static int Degree(CallSyntax call, ExpressionEvaluator evaluator)
    {
        ExpressionSyntax argument = ExpressionEvaluator.ArgumentsOf(call)[1];
        double degree = evaluator.Numbers(evaluator.Evaluate(argument), argument)[0];
        return degree is >= 1 and <= 1_000 && Math.Floor(degree) == degree
            ? (int)degree
            : throw evaluator.Problem(argument, "The degree of poly(..) must be a whole number from 1 up.");
    }
}
