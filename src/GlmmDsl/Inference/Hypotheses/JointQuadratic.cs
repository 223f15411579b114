using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>
/// (Lβ̂ − c)ᵀ(LVLᵀ)⁺(Lβ̂ − c) and what it is made of: LVLᵀ = PDPᵀ, and the independent combinations PᵀL, each of which has variance d. Combinations
/// that others determine have no variance of their own and are left out.
/// </summary>
/// <param name="Square">The quadratic form; NaN where an estimate does not exist.</param>
/// <param name="Independent">rank × p: PᵀL of the positive variances.</param>
/// <param name="Variances">The variances d.</param>
/// <param name="Values">Pᵀ(Lβ̂ − c).</param>
internal sealed record JointQuadratic(double Square, double[,] Independent, double[] Variances, double[] Values)
{
    private const double Tolerance = 1e-10;

    /// <summary>The number of independent combinations.</summary>
    public int Rank => Variances.Length;

    /// <summary>Decomposes combinations by a method's covariance.</summary>
    /// <param name="method">The method.</param>
    /// <param name="combinations">q × p.</param>
    /// <param name="values">c; zeros where null.</param>
    public static JointQuadratic Of(FixedEffectsMethod method, double[,] combinations, double[]? values)
    {
        int q = combinations.GetLength(0);
        int p = combinations.GetLength(1);
        double[][] rows = [.. Enumerable.Range(0, q).Select(i => Enumerable.Range(0, p).Select(j => combinations[i, j]).ToArray())];
        Matrix<double> covariance = Matrix<double>.Build.Dense(q, q, (i, j) => method.CovarianceOf(rows[i], rows[j]));
        double[] distance = [.. rows.Select((row, i) => method.Estimate(row) - (values?[i] ?? 0))];
        if (q == 0)
        {
            return new JointQuadratic(double.NaN, new double[0, p], [], []);
        }

        if (distance.Any(d => !double.IsFinite(d)) || covariance.Enumerate().Any(v => !double.IsFinite(v)))
        {
            return new JointQuadratic(double.NaN, combinations, [.. Enumerable.Repeat(double.NaN, q)], distance);
        }

        // Combinations of very different units are brought to variance 1 first, so that the rank does not depend on units.
        double[] scale = [.. Enumerable.Range(0, q).Select(i => covariance[i, i] > 0 ? 1 / Math.Sqrt(covariance[i, i]) : 0)];
        Evd<double> evd = Matrix<double>.Build.Dense(q, q, (i, j) => covariance[i, j] * scale[i] * scale[j]).Evd(Symmetricity.Symmetric);
        double largest = evd.EigenValues.Select(e => e.Real).DefaultIfEmpty(0).Max();
        int[] kept = [.. Enumerable.Range(0, q).Where(i => evd.EigenValues[i].Real > Tolerance * largest)];
        var independent = new double[kept.Length, p];
        var variances = new double[kept.Length];
        var projected = new double[kept.Length];
        double square = 0;
        for (int k = 0; k < kept.Length; k++)
        {
            for (int i = 0; i < q; i++)
            {
                double weight = evd.EigenVectors[i, kept[k]] * scale[i];
                projected[k] += weight * distance[i];
                for (int j = 0; j < p; j++)
                {
                    independent[k, j] += weight * combinations[i, j];
                }
            }

            variances[k] = evd.EigenValues[kept[k]].Real;
            square += projected[k] * projected[k] / variances[k];
        }

        return new JointQuadratic(square, independent, variances, projected);
    }
}
