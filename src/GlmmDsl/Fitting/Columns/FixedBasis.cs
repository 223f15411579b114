using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Columns;

/// <summary>
/// The columns in which the fixed part is computed: the kept ones, about their origins if the constant is in their span, scaled to mean square
/// 1; and likewise the response. Internal columns and response are [1 X y]<see cref="Transform"/>, and results go back exactly.
/// </summary>
internal sealed class FixedBasis : FixedPart
{
    private readonly int[] units;
    private readonly double[] shifts;
    private readonly double[] scales;
    private readonly double responseShift;
    private readonly bool isShifted;

    /// <summary>Makes the basis of the columns that the rank keeps.</summary>
    public FixedBasis(CrossProductBlocks products, FixedRank rank)
    {
        Kept = rank.Kept;
        int p = Kept.Length;
        int width = products.FixedWidth;
        double[] origins = products.Origins.Fixed;
        bool shifted = !rank.UnitColumns.IsEmpty && rank.UnitColumns.All(u => Kept.BinarySearch(u) >= 0);
        isShifted = shifted;
        var unitColumns = rank.UnitColumns.ToHashSet();
        units = shifted ? [.. rank.UnitColumns.Select(u => Kept.BinarySearch(u))] : [];
        shifts = new double[p];
        scales = new double[p];
        Transform = new double[width * (p + 1)];
        for (int j = 0; j < p; j++)
        {
            bool isUnit = shifted && unitColumns.Contains(Kept[j]);
            shifts[j] = shifted && !isUnit ? origins[Kept[j]] : 0;
            double constant = shifted && !isUnit ? 0 : origins[Kept[j]];
            double meanSquare = MeanSquare(products, Kept[j] + 1, constant);
            scales[j] = isUnit || !(meanSquare > 0) ? 1 : Math.Sqrt(meanSquare);
            Transform[j] = constant / scales[j];
            Transform[((Kept[j] + 1) * (p + 1)) + j] = 1 / scales[j];
            LogScales += Math.Log(scales[j]);
        }

        responseShift = shifted ? origins[^1] : 0;
        double rest = shifted ? 0 : origins[^1];
        double spread = MeanSquare(products, width - 1, rest);
        ResponseScale = spread > 0 ? Math.Sqrt(spread) : 1;
        Transform[p] = rest / ResponseScale;
        Transform[((width - 1) * (p + 1)) + p] = 1 / ResponseScale;
    }

    private FixedBasis(FixedBasis other, double shift, double scale)
    {
        Kept = other.Kept;
        units = other.units;
        shifts = other.shifts;
        scales = other.scales;
        isShifted = other.isShifted;
        Transform = other.Transform;
        LogScales = other.LogScales;
        responseShift = shift;
        ResponseScale = scale;
    }

    /// <summary>Indices of the kept columns among those given, which are those of the cross-products.</summary>
    public override ImmutableArray<int> Kept { get; }

    /// <inheritdoc/>
    public override FixedBasis Summed => this;

    /// <summary>[1 X y] → internal columns and response: (columns + 2) × (kept + 1), row-major. Its last column belongs to the response it was made for.</summary>
    public double[] Transform { get; }

    /// <summary>Σ log sⱼ over the kept columns; log|R_X|² in user units is the internal one plus twice this.</summary>
    public override double LogScales { get; }

    /// <inheritdoc/>
    public override double ResponseScale { get; }

    /// <summary>One unit of a kept column in internal units.</summary>
    public double InverseScale(int column) => 1 / scales[column];

    /// <summary>The kept columns in internal units, from the rows: about their origins if the basis shifts them, mean square 1.</summary>
    public double[][] Columns(ModelMatrices matrices)
    {
        var result = new double[Kept.Length][];
        for (int j = 0; j < result.Length; j++)
        {
            result[j] = new double[matrices.RowCount];
            VectorKernels.AddConstant(-shifts[j], matrices.FixedColumns[Kept[j]], result[j]);
            VectorKernels.Scale(1 / scales[j], result[j], result[j]);
        }

        return result;
    }

    /// <summary>The same columns for another response, which is converted to internal units: about its mean if the columns are shifted, mean square 1.</summary>
    /// <param name="response">The response minus the offset; becomes the internal one.</param>
    /// <param name="weights">Precision weights; null when all are 1.</param>
    public override FixedBasis WithResponse(Span<double> response, double[]? weights)
    {
        double total = 0;
        double sum = 0;
        for (int i = 0; i < response.Length; i++)
        {
            double weight = weights is null ? 1 : weights[i];
            total += weight;
            sum += weight * response[i];
        }

        double shift = isShifted ? sum / total : 0;
        double square = 0;
        for (int i = 0; i < response.Length; i++)
        {
            response[i] -= shift;
            square += (weights is null ? 1 : weights[i]) * response[i] * response[i];
        }

        double scale = square > 0 ? Math.Sqrt(square / response.Length) : 1;
        VectorKernels.Scale(1 / scale, response, response);
        return new FixedBasis(this, shift, scale);
    }

    /// <summary>β̂ in user units: each internal coefficient rescaled, and the origins taken out of the columns that span the constant.</summary>
    public override double[] Coefficients(ReadOnlySpan<double> internalCoefficients)
    {
        int p = Kept.Length;
        var beta = new double[p];
        double moved = responseShift;
        for (int j = 0; j < p; j++)
        {
            beta[j] = internalCoefficients[j] * ResponseScale / scales[j];
            moved -= shifts[j] * beta[j];
        }

        foreach (int u in units)
        {
            beta[u] += moved;
        }

        return beta;
    }

    /// <inheritdoc/>
    public override FixedCombination Combination(ReadOnlySpan<double> weights)
    {
        double constant = 0;
        foreach (int u in units)
        {
            constant += weights[u];
        }

        var direction = new double[weights.Length];
        for (int j = 0; j < direction.Length; j++)
        {
            direction[j] = (weights[j] - (shifts[j] * constant)) * ResponseScale / scales[j];
        }

        return new FixedCombination(direction, constant * responseShift);
    }

    /// <summary>The internal coefficients of β in user units, the inverse of <see cref="Coefficients"/>. Only for a response without origin.</summary>
    public double[] ToInternal(ReadOnlySpan<double> beta)
    {
        var result = new double[Kept.Length];
        double moved = 0;
        for (int j = 0; j < result.Length; j++)
        {
            result[j] = beta[j] * scales[j] / ResponseScale;
            moved += shifts[j] * beta[j];
        }

        foreach (int u in units)
        {
            result[u] += moved / ResponseScale;
        }

        return result;
    }

    /// <summary>
    /// A combination xᵀ(β̂ − β) of the errors in the user's columns as one in the internal ones, up to the response's scale. Not for orthogonal columns.
    /// </summary>
    public double[] RowToInternal(ReadOnlySpan<double> row)
    {
        double constant = 0;
        foreach (int u in units)
        {
            constant += row[u];
        }

        var result = new double[row.Length];
        for (int j = 0; j < result.Length; j++)
        {
            result[j] = (row[j] - (shifts[j] * constant)) / scales[j];
        }

        return result;
    }

    /// <summary>What <see cref="RowToInternal"/> was made of.</summary>
    public double[] RowToUser(ReadOnlySpan<double> row)
    {
        double constant = 0;
        foreach (int u in units)
        {
            constant += row[u] * scales[u];
        }

        var result = new double[row.Length];
        for (int j = 0; j < result.Length; j++)
        {
            result[j] = (row[j] * scales[j]) + (shifts[j] * constant);
        }

        return result;
    }

    /// <summary>Errors of the user's coefficients from those of the internal ones, up to the response's scale: what <see cref="RowToInternal"/> is dual to.</summary>
    public double[] ErrorsToUser(ReadOnlySpan<double> errors)
    {
        var result = new double[errors.Length];
        double moved = 0;
        for (int j = 0; j < result.Length; j++)
        {
            result[j] = errors[j] / scales[j];
            moved -= shifts[j] * result[j];
        }

        foreach (int u in units)
        {
            result[u] += moved;
        }

        return result;
    }

    /// <summary>The gradient in β in user units from that in the internal coefficients.</summary>
    public void GradientToUser(ReadOnlySpan<double> gradient, Span<double> result)
    {
        double unit = 0;
        foreach (int u in units)
        {
            unit += gradient[u];
        }

        for (int j = 0; j < gradient.Length; j++)
        {
            result[j] = ((gradient[j] * scales[j]) + (shifts[j] * unit)) / ResponseScale;
        }
    }

    /// <inheritdoc/>
    public override double[,] CrossProducts(double[] internalBlock)
    {
        // With d the scales, h the shifts and 1 the indicator of the columns that span the constant, it is MAMᵀ, M = diag(d) + h1ᵀ.
        int p = Kept.Length;
        var sums = new double[p];
        double total = 0;
        foreach (int u in units)
        {
            VectorKernels.AddScaled(1, internalBlock.AsSpan(u * (p + 1), p), sums);
        }

        foreach (int u in units)
        {
            total += sums[u];
        }

        var result = new double[p, p];
        for (int i = 0; i < p; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                result[i, j] = (scales[i] * scales[j] * internalBlock[(i * (p + 1)) + j])
                    + (shifts[i] * scales[j] * sums[j]) + (scales[i] * shifts[j] * sums[i]) + (shifts[i] * shifts[j] * total);
                result[j, i] = result[i, j];
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public override double[,] Covariance(ReadOnlySpan<double> internalCovariance, double rest) => Covariance(internalCovariance);

    /// <summary>The covariance of β̂ from that of the internal coefficients (p × p, row-major, in units of the internal σ²).</summary>
    public double[,] Covariance(ReadOnlySpan<double> internalCovariance)
    {
        // With d the rescalings, h the shifts in internal units and 1 the indicator of the columns that span the constant, it is MCMᵀ, M = diag(d) − 1hᵀ.
        int p = Kept.Length;
        var rescaled = new double[p];
        var moved = new double[p];
        for (int j = 0; j < p; j++)
        {
            rescaled[j] = ResponseScale / scales[j];
            moved[j] = -shifts[j] * rescaled[j];
        }

        var spans = new double[p];
        var sums = new double[p];
        double total = 0;
        foreach (int u in units)
        {
            spans[u] = 1;
        }

        for (int i = 0; i < p && units.Length > 0; i++)
        {
            sums[i] = VectorKernels.Dot(moved, internalCovariance.Slice(i * p, p));
            total += moved[i] * sums[i];
        }

        var result = new double[p, p];
        for (int i = 0; i < p; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = rescaled[i] * rescaled[j] * internalCovariance[(i * p) + j];
                sum += (spans[i] * rescaled[j] * sums[j]) + (spans[j] * rescaled[i] * sums[i]) + (spans[i] * spans[j] * total);
                result[i, j] = sum;
                result[j, i] = sum;
            }
        }

        return result;
    }

    /// <summary>Σ wᵢ(xᵢ + c)²/n for a column that is stored about its origin.</summary>
    private static double MeanSquare(CrossProductBlocks products, int column, double constant)
    {
        int width = products.FixedWidth;
        double[] block = products.FixedBlock;
        double sum = block[(column * width) + column] + (2 * constant * block[column]) + (constant * constant * block[0]);
        return sum / products.RowCount;
    }
}
