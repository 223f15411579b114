using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Search;

/// <summary>
/// Coefficients of a dispersion, of zero inflation or of a shape that have run to a boundary: a negative binomial that is Poisson, no structural zeros. The likelihood rises all the way to
/// infinity but hardly any more, so there is no minimum, and the model is that of the limit.
/// </summary>
internal static class BoundaryCheck
{
    /// <summary>A predictor beyond this is near a boundary: log or logit, a factor of more than 2 000.</summary>
    private const double Far = 7.5;

    /// <summary>A Hessian of the criterion below this, a standard error of more than 14, says nothing about the coefficient.</summary>
    private const double Flat = 1e-2;

    /// <summary>For each parameter, whether it is a coefficient at a boundary.</summary>
    /// <param name="problem">The model.</param>
    /// <param name="point">The optimum, internal.</param>
    /// <param name="hessian">The Hessian there, row-major.</param>
    public static bool[] Of(GeneralizedProblem problem, double[] point, double[] hessian)
    {
        var result = new bool[point.Length];
        GeneralizedRows rows = problem.Rows;
        for (int k = 1; k < rows.PredictorCount; k++)
        {
            int first = rows.FixedStart[k], last = rows.FixedStart[k + 1];
            bool isFar = Enumerable.Range(0, rows.Count).All(i => Math.Abs(Linear(rows, point, k, i)) > Far);
            for (int j = first; j < last && isFar; j++)
            {
                result[j] = hessian[(j * point.Length) + j] < Flat;
            }

            HoldVariances(rows, k, first, last, hessian, result);
        }

        return result;
    }

    /// <summary>Where all coefficients of a predictor are at a boundary, what its random effects are there does not matter either.</summary>
    private static void HoldVariances(GeneralizedRows rows, int k, int first, int last, double[] hessian, bool[] result)
    {
        for (int j = 0; j < rows.Layout.Parameters.Length && last > first && !result.AsSpan(first, last - first).Contains(false); j++)
        {
            int at = rows.Fixed.Length + j;
            Covariance.CovarianceParameter parameter = rows.Layout.Parameters[j];
            result[at] = rows.Groups[parameter.Factor].Predictors[parameter.Row] == k && hessian[(at * result.Length) + at] < Flat;
        }
    }

    /// <summary>Whether a predictor is far from 0 in some row.</summary>
    public static bool IsFarSomewhere(GeneralizedRows rows, double[] point, int k) => Enumerable.Range(0, rows.Count).Any(i => Math.Abs(Linear(rows, point, k, i)) > Far);

    /// <summary>A point with the coefficients of one predictor by least squares to a constant.</summary>
    public static double[] WithConstant(GeneralizedRows rows, double[] point, int k, double value)
    {
        int first = rows.FixedStart[k], count = rows.FixedStart[k + 1] - first;
        double[] products = new double[count * count], own = new double[count];
        for (int a = 0; a < count; a++)
        {
            own[a] = value * VectorKernels.Sum(rows.Fixed[first + a]);
            for (int b = 0; b <= a; b++)
            {
                products[(a * count) + b] = VectorKernels.Dot(rows.Fixed[first + a], rows.Fixed[first + b]);
            }
        }

        double[] result = [.. point];
        if (DenseCholesky.Factor(products, count, count))
        {
            DenseCholesky.SolveLower(products, count, count, own);
            DenseCholesky.SolveLowerTransposed(products, count, count, own);
            own.CopyTo(result, first);
        }

        return result;
    }

    private static double Linear(GeneralizedRows rows, double[] point, int k, int row)
    {
        double eta = rows.Offsets[k][row];
        for (int j = rows.FixedStart[k]; j < rows.FixedStart[k + 1]; j++)
        {
            eta += point[j] * rows.Fixed[j][row];
        }

        return eta;
    }
}
