using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Fitting;

/// <summary>A combination of coefficients and random effects as the mixed-model equations see it.</summary>
internal class PreparedContrast
{
    /// <summary>R_X⁻ᵀ(x − XᵀWZΛv), v = M⁻¹Λᵀz: the part that the coefficients' errors have in it.</summary>
    public required double[] Fixed { get; init; }

    /// <summary>x − XᵀWZΛv in the user's columns.</summary>
    public required double[] Rest { get; init; }

    /// <summary>The nodes (levels of grouping factors) with random effects, ascending.</summary>
    public required int[] Nodes { get; init; }

    /// <summary>Λᵀz at each of them.</summary>
    public required double[][] Spherical { get; init; }

    /// <summary>Λᵀz solved forward with the factor, once it was needed.</summary>
    public ReducedSide? Solved { get; set; }
}
