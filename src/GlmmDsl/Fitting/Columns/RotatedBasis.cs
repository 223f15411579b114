using System.Collections.Immutable;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Columns;

/// <summary>The columns of another basis rotated, and of them those that meet the random effects: the coefficients of the others do not depend on θ.</summary>
/// <param name="inner">The columns that were rotated.</param>
/// <param name="rotation">How.</param>
/// <param name="rest">The response's part in the columns that do not stay.</param>
internal sealed class RotatedBasis(FixedPart inner, FixedRotation rotation, RestOfResponse rest) : FixedPart
{
    /// <inheritdoc/>
    public override ImmutableArray<int> Kept => inner.Kept;

    /// <inheritdoc/>
    public override FixedBasis Summed => inner.Summed;

    /// <inheritdoc/>
    public override FixedPart Unrotated => inner;

    /// <inheritdoc/>
    public override double LogScales => inner.LogScales + rotation.LogScales;

    /// <inheritdoc/>
    public override double ResponseScale => inner.ResponseScale;

    /// <inheritdoc/>
    public override double[] Coefficients(ReadOnlySpan<double> internalCoefficients)
    {
        double[] result = rotation.Coefficients(internalCoefficients);
        VectorKernels.AddScaled(1, rest.Coefficients, result);
        return inner.Coefficients(result);
    }

    /// <inheritdoc/>
    public override FixedCombination Combination(ReadOnlySpan<double> weights)
    {
        FixedCombination ofInner = inner.Combination(weights);
        (double[] direction, double size) = rotation.Combination(ofInner.Direction);
        double product = size == 0 ? 0 : VectorKernels.Dot(ofInner.Direction, rest.Coefficients) / size;
        return new FixedCombination(direction, ofInner.Constant, size, product);
    }

    /// <inheritdoc/>
    public override double[,] Covariance(ReadOnlySpan<double> internalCovariance, double rest) => inner.Covariance(rotation.Covariance(internalCovariance, rest), rest);

    /// <inheritdoc/>
    /// <remarks>The products of the columns that do not stay are not kept.</remarks>
    public override double[,]? CrossProducts(double[] internalBlock) => null;

    /// <inheritdoc/>
    public override FixedPart WithResponse(Span<double> response, double[]? weights) => new RotatedBasis(inner.WithResponse(response, weights), rotation, rest);

    /// <inheritdoc/>
    public override FixedPart WithProducts(ref double[] products)
    {
        products = rotation.Split(products, out RestOfResponse part);
        return new RotatedBasis(inner, rotation, part);
    }

    /// <inheritdoc/>
    public override double ResponseSquare(double[] internalBlock) => internalBlock[^1] + rest.Square;

    /// <inheritdoc/>
    public override double[] Inflation(double[] internalBlock, double[] inverse) => rotation.Inflation(inverse);
}
