using System.Collections.Immutable;
using GlmmDsl.Design;

namespace GlmmDsl.Fitting.Columns;

/// <summary>
/// The columns in which the fixed part is computed: the kept ones, about their origins if the constant is in their span, scaled to mean square
/// 1; and likewise the response. Internal columns and response are [1 X y]<see cref="Transform"/>, and results go back exactly.
/// </summary>
internal sealed class FixedBasis
{
    private readonly int[] units;
    private readonly double[] shifts;
    private readonly double[] scales;
    private readonly double responseShift;
    private readonly double responseScale;
    private readonly bool isShifted;
    private readonly OrthogonalFixedPart? orthogonal;
    private readonly FixedBasis? outer;
    private readonly double[] projection = [];

    /// <summary>Makes the basis of the columns that the rank keeps.</summary>
    public FixedBasis(CrossProductBlocks products, FixedRank rank)
    {
        Kept = rank.Kept;
        Source = rank.Kept;
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
        responseScale = spread > 0 ? Math.Sqrt(spread) : 1;
        Transform[p] = rest / responseScale;
        Transform[((width - 1) * (p + 1)) + p] = 1 / responseScale;
    }

    /// <summary>Makes the basis of orthogonal columns, which replace those of the first pass.</summary>
    /// <param name="products">The cross-products of the orthogonal columns and of the response without its projection on them.</param>
    /// <param name="orthogonal">How they were made.</param>
    /// <param name="outer">The basis of the first pass, for the response.</param>
    /// <param name="projection">The coefficients of the orthogonal columns that were taken out of the response.</param>
    public FixedBasis(CrossProductBlocks products, OrthogonalFixedPart orthogonal, FixedBasis outer, double[] projection)
        : this(products, new FixedRank([.. Enumerable.Range(0, outer.Kept.Length)], [], []))
    {
        Kept = outer.Kept;
        this.orthogonal = orthogonal;
        this.outer = outer;
        this.projection = projection;
        LogScales += outer.LogScales + orthogonal.LogScales;
    }

    private FixedBasis(FixedBasis other, double shift, double scale, FixedBasis? outer, double[] projection)
    {
        Kept = other.Kept;
        Source = other.Source;
        orthogonal = other.orthogonal;
        this.outer = outer;
        this.projection = projection;
        units = other.units;
        shifts = other.shifts;
        scales = other.scales;
        isShifted = other.isShifted;
        Transform = other.Transform;
        LogScales = other.LogScales;
        responseShift = shift;
        responseScale = scale;
    }

    /// <summary>Indices of the kept columns among those given.</summary>
    public ImmutableArray<int> Kept { get; }

    /// <summary>For each kept column, its index among the columns of the cross-products.</summary>
    public ImmutableArray<int> Source { get; }

    /// <summary>[1 X y] → internal columns and response: (columns + 2) × (kept + 1), row-major. Its last column belongs to the response it was made for.</summary>
    public double[] Transform { get; }

    /// <summary>Σ log sⱼ over the kept columns; log|R_X|² in user units is the internal one plus twice this.</summary>
    public double LogScales { get; }

    /// <summary>The response divided by this is the internal one.</summary>
    public double ResponseScale => responseScale * (outer?.ResponseScale ?? 1);

    /// <summary>The kept columns in internal units, from the rows: about their origins if the basis shifts them, mean square 1.</summary>
    public double[][] Columns(ModelMatrices matrices)
    {
        var result = new double[Kept.Length][];
        for (int j = 0; j < result.Length; j++)
        {
            result[j] = new double[matrices.RowCount];
            LinearAlgebra.VectorKernels.AddConstant(-shifts[j], matrices.FixedColumns[Kept[j]], result[j]);
            LinearAlgebra.VectorKernels.Scale(1 / scales[j], result[j], result[j]);
        }

        return result;
    }

    /// <summary>The same columns for another response, which is converted to internal units: about its mean if the columns are shifted, mean square 1.</summary>
    /// <param name="response">The response minus the offset; becomes the internal one.</param>
    /// <param name="weights">Precision weights; null when all are 1.</param>
    public FixedBasis WithResponse(Span<double> response, double[]? weights)
    {
        FixedBasis? first = outer?.WithResponse(response, weights);
        double[] taken = orthogonal?.Project(response, weights) ?? [];
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
        LinearAlgebra.VectorKernels.Scale(1 / scale, response, response);
        return new FixedBasis(this, shift, scale, first, taken);
    }

    /// <summary>β̂ in user units: each internal coefficient rescaled, and the origins taken out of the columns that span the constant.</summary>
    public double[] Coefficients(ReadOnlySpan<double> internalCoefficients)
    {
        int p = Kept.Length;
        var beta = new double[p];
        double moved = responseShift;
        for (int j = 0; j < p; j++)
        {
            beta[j] = internalCoefficients[j] * responseScale / scales[j];
            moved -= shifts[j] * beta[j];
        }

        foreach (int u in units)
        {
            beta[u] += moved;
        }

        if (outer is null)
        {
            return beta;
        }

        LinearAlgebra.VectorKernels.AddScaled(1, projection, beta);
        orthogonal!.Solve(beta);
        return outer.Coefficients(beta);
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

    /// <summary>XᵀWX of the kept columns in user units from [X y]ᵀW[X y] of the internal ones; null for orthogonal columns, whose origin has lost digits.</summary>
    /// <param name="internalBlock">(p + 1) × (p + 1), row-major.</param>
    public double[,]? CrossProducts(double[] internalBlock)
    {
        if (outer is not null)
        {
            return null;
        }

        int p = Kept.Length;
        var map = new double[p][];
        for (int j = 0; j < p; j++)
        {
            map[j] = new double[p];
            map[j][j] = scales[j];
            foreach (int u in units)
            {
                map[j][u] += shifts[j];
            }
        }

        var result = new double[p, p];
        var left = new double[p];
        for (int i = 0; i < p; i++)
        {
            for (int b = 0; b < p; b++)
            {
                left[b] = 0;
                for (int a = 0; a < p; a++)
                {
                    left[b] += map[i][a] == 0 ? 0 : map[i][a] * internalBlock[(a * (p + 1)) + b];
                }
            }

            for (int j = 0; j < p; j++)
            {
                result[i, j] = LinearAlgebra.VectorKernels.Dot(left, map[j]);
            }
        }

        return result;
    }

    /// <summary>The covariance of β̂ from that of the internal coefficients (p × p, row-major, in units of the internal σ²).</summary>
    public double[,] Covariance(ReadOnlySpan<double> internalCovariance)
    {
        int p = Kept.Length;
        var map = new double[p, p];
        for (int j = 0; j < p; j++)
        {
            map[j, j] += responseScale / scales[j];
            foreach (int u in units)
            {
                map[u, j] -= shifts[j] * responseScale / scales[j];
            }
        }

        var left = new double[p, p];
        var result = new double[p, p];
        for (int i = 0; i < p; i++)
        {
            for (int j = 0; j < p; j++)
            {
                left[i, j] += map[i, i] * internalCovariance[(i * p) + j];
            }
        }

        // Only the rows of the columns that span the constant have more than a diagonal.
        foreach (int u in units)
        {
            for (int j = 0; j < p; j++)
            {
                double sum = 0;
                for (int k = 0; k < p; k++)
                {
                    sum += map[u, k] * internalCovariance[(k * p) + j];
                }

                left[u, j] = sum;
            }
        }

        var isUnit = new bool[p];
        foreach (int u in units)
        {
            isUnit[u] = true;
        }

        for (int i = 0; i < p; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = isUnit[j] ? 0 : left[i, j] * map[j, j];
                for (int k = 0; isUnit[j] && k < p; k++)
                {
                    sum += left[i, k] * map[j, k];
                }

                result[i, j] = sum;
                result[j, i] = sum;
            }
        }

        return outer is null ? result : outer.Covariance(SolveBothSides(result));
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

                orthogonal!.Solve(column);
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

    /// <summary>Σ wᵢ(xᵢ + c)²/n for a column that is stored about its origin.</summary>
    private static double MeanSquare(CrossProductBlocks products, int column, double constant)
    {
        int width = products.FixedWidth;
        double[] block = products.FixedBlock;
        double sum = block[(column * width) + column] + (2 * constant * block[column]) + (constant * constant * block[0]);
        return sum / products.RowCount;
    }
}
