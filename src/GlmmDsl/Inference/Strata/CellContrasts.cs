using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Inference.Strata;

/// <summary>Orthonormal contrasts of the cells within subjects.</summary>
internal static class CellContrasts
{
    /// <summary>Cells × r: Helmert contrasts of the stratum's factors, means over the others, as a Kronecker product.</summary>
    /// <param name="all">All factors within subjects; the first varies slowest.</param>
    /// <param name="stratum">Those of the stratum.</param>
    public static Matrix<double> Of(IReadOnlyList<RepeatedFactor> all, IReadOnlyList<RepeatedFactor> stratum)
    {
        Matrix<double> product = Matrix<double>.Build.Dense(1, 1, 1);
        foreach (RepeatedFactor factor in all)
        {
            int levels = factor.Levels.Length;
            product = product.KroneckerProduct(stratum.Contains(factor) ? Helmert(levels) : Matrix<double>.Build.Dense(levels, 1, 1 / Math.Sqrt(levels)));
        }

        return product;
    }

    private static Matrix<double> Helmert(int levels) => Matrix<double>.Build.Dense(
        levels,
        levels - 1,
        (i, j) => (i <= j ? -1 : i == j + 1 ? j + 1 : 0) / Math.Sqrt((j + 1) * (double)(j + 2)));
}
