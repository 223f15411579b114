using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Columns;

/// <summary>Columns made orthogonal on the rows, for which the cross-products were summed a second time, and the response without its projection on them.</summary>
internal sealed class OrthogonalBasis : FixedPart
{
    private readonly OrthogonalFixedPart orthogonal;
    private readonly FixedBasis outer;
    private readonly double[] projection;

    /// <summary>Makes the basis.</summary>
    /// <param name="products">The cross-products of the orthogonal columns and of the response without its projection on them.</param>
    /// <param name="orthogonal">How they were made.</param>
    /// <param name="outer">The basis of the first pass.</param>
    /// <param name="projection">The coefficients of the orthogonal columns that were taken out of the response.</param>
    public OrthogonalBasis(CrossProductBlocks products, OrthogonalFixedPart orthogonal, FixedBasis outer, double[] projection)
        : this(new FixedBasis(products, new FixedRank([.. Enumerable.Range(0, outer.Kept.Length)], [], [])), orthogonal, outer, projection)
    {
    }

    private OrthogonalBasis(FixedBasis summed, OrthogonalFixedPart orthogonal, FixedBasis outer, double[] projection)
    {
        Summed = summed;
        this.orthogonal = orthogonal;
        this.outer = outer;
        this.projection = projection;
    }

    /// <inheritdoc/>
    public override ImmutableArray<int> Kept => outer.Kept;

    /// <inheritdoc/>
    public override FixedBasis Summed { get; }

    /// <inheritdoc/>
    public override double LogScales => Summed.LogScales + outer.LogScales + orthogonal.LogScales;

    /// <inheritdoc/>
    public override double ResponseScale => Summed.ResponseScale * outer.ResponseScale;

    /// <inheritdoc/>
    public override double[] Coefficients(ReadOnlySpan<double> internalCoefficients)
    {
        double[] beta = Summed.Coefficients(internalCoefficients);
        VectorKernels.AddScaled(1, projection, beta);
        orthogonal.Solve(beta);
        return outer.Coefficients(beta);
    }

    /// <inheritdoc/>
    public override FixedCombination Combination(ReadOnlySpan<double> weights)
    {
        FixedCombination first = outer.Combination(weights);
        orthogonal.SolveTransposed(first.Direction);
        FixedCombination second = Summed.Combination(first.Direction);
        return second with { Constant = second.Constant + first.Constant + VectorKernels.Dot(first.Direction, projection) };
    }

    /// <inheritdoc/>
    public override double[,] Covariance(ReadOnlySpan<double> internalCovariance, double rest) =>
        outer.Covariance(SolveBothSides(Summed.Covariance(internalCovariance)));

    /// <inheritdoc/>
    /// <remarks>The origin of these columns has lost digits.</remarks>
    public override double[,]? CrossProducts(double[] internalBlock) => null;

    /// <inheritdoc/>
    public override FixedPart WithResponse(Span<double> response, double[]? weights)
    {
        FixedBasis first = outer.WithResponse(response, weights);
        double[] taken = orthogonal.Project(response, weights);
        return new OrthogonalBasis(Summed.WithResponse(response, weights), orthogonal, first, taken);
    }

    /// <summary>R⁻¹CR⁻ᵀ, row-major.</summary>
    private double[] SolveBothSides(double[,] covariance)
    {
        int p = Kept.Length;
        var result = new double[p * p];
        Buffer.BlockCopy(covariance, 0, result, 0, p * p * sizeof(double));
        for (int side = 0; side < 2; side++)
        {
            var column = new double[p];
            for (int j = 0; j < p; j++)
            {
                for (int i = 0; i < p; i++)
                {
                    column[i] = result[(i * p) + j];
                }

                orthogonal.Solve(column);
                for (int i = 0; i < p; i++)
                {
                    result[(i * p) + j] = column[i];
                }
            }

            Transpose(result, p);
        }

        return result;
    }

    private static void Transpose(double[] matrix, int p)
    {
        for (int i = 0; i < p; i++)
        {
            for (int j = 0; j < i; j++)
            {
                (matrix[(i * p) + j], matrix[(j * p) + i]) = (matrix[(j * p) + i], matrix[(i * p) + j]);
            }
        }
    }
}
