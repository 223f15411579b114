using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Rows;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Separation;

/// <summary>
/// Finds separation of the outcomes by the fixed effects (Albert and Anderson 1984): a direction d with xᵢᵀd ≥ 0 where all trials succeeded, ≤ 0
/// where none did and 0 elsewhere, along which the likelihood keeps growing, whatever the random effects. Newton's steps end up
/// along it, so the last step of a fit taken far enough is the first candidate, and its signs prove it. If rounding spoils that step, the cone of such
/// directions is searched.
/// </summary>
internal static class SeparatingDirection
{
    /// <summary>Steps of η larger than this after the first convergence are examined.</summary>
    private const double Suspicious = 1e-2;

    /// <summary>Steps of η smaller than this at the second, tight convergence are those of a finite optimum.</summary>
    private const double Settled = 1e-3;

    /// <summary>Products below this share of the largest count as 0.</summary>
    private const double Tolerance = 1e-5;

    /// <summary>The direction in internal coefficients, or null; does not change β and u of the inner problem.</summary>
    /// <param name="inner">The model without random effects (Λ = 0), solved for β to a loose tolerance.</param>
    /// <param name="response">The family and link.</param>
    public static double[]? Find(InnerProblem inner, GeneralizedResponse response)
    {
        if (!response.Family.CanSeparate(response.Link) || inner.Beta.Length == 0 || LargestProduct(inner.Rows, inner.BetaStep) < Suspicious)
        {
            return null;
        }

        double[] beta = [.. inner.Beta];
        inner.SolveProfiled(1e-14);
        double[] step = [.. inner.BetaStep];
        double[] moved = [.. inner.Beta.Zip(beta, (after, before) => after - before)];
        beta.CopyTo(inner.Beta, 0);
        if (LargestProduct(inner.Rows, step) < Settled)
        {
            return null;
        }

        foreach (double[] candidate in new[] { step, moved })
        {
            if (IsSeparating(inner.Rows, candidate, response))
            {
                return candidate;
            }
        }

        return new SeparationCone(inner.Rows, response).Find(d => IsSeparating(inner.Rows, d, response));
    }

    private static double LargestProduct(GeneralizedRows rows, double[] direction)
    {
        double largest = 0;
        foreach (double value in Products(rows, direction))
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }

    private static bool IsSeparating(GeneralizedRows rows, double[] direction, GeneralizedResponse response)
    {
        double[] products = Products(rows, direction);
        double zero = Tolerance * LargestProduct(rows, direction);
        if (!(zero > 0))
        {
            return false;
        }

        for (int i = 0; i < products.Length; i++)
        {
            int sign = response.SeparationSign(rows.Totals[i], rows.Sizes[i]);
            if ((products[i] > zero && sign <= 0) || (products[i] < -zero && sign >= 0))
            {
                return false;
            }
        }

        return true;
    }

    private static double[] Products(GeneralizedRows rows, double[] direction)
    {
        var products = new double[rows.Count];
        for (int j = 0; j < direction.Length; j++)
        {
            VectorKernels.AddScaled(direction[j], rows.Fixed[j], products);
        }

        return products;
    }
}
