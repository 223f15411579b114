using GlmmDsl.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Covariance;

/// <summary>
/// One term's Λ with a standard deviation or a correlation of it held. The user's column i is cᵢᵀb of the internal effects b. In a basis b′ = Gb whose first
/// rows are cᵢ/|cᵢ| and cⱼ/|cⱼ|, with Λ′ the triangular factor of their covariance, the standard deviation of column i is |cᵢ||Λ′₁₁| and its correlation with j the
/// ratio Λ′₂₁/√(Λ′₂₁² + Λ′₂₂²): each is a coordinate, and the others are free. Then Λ = G⁻¹Λ′R, R the rotation that makes it triangular; the criterion depends on
/// ΛΛᵀ alone, so that ∂d/∂Λ′ = G⁻ᵀ(∂d/∂Λ)Rᵀ. It holds at a singular Λ too. One instance serves one thread.
/// </summary>
internal sealed class HeldFactor : HeldTerm
{
    private const double DifferenceStep = 1e-6;

    private readonly int k;
    private readonly double[] forward;
    private readonly double[] backward;
    private readonly (int Row, int Column)[] free;
    private readonly double[] inner;
    private readonly double[] rotation;
    private readonly double[] product;
    private readonly bool isCorrelation;
    private readonly bool isDiagonal;

    /// <summary>Prepares a term.</summary>
    /// <param name="term">The term, unstructured or diagonal.</param>
    /// <param name="row">A column of it.</param>
    /// <param name="column">Another one for their correlation; the same for its standard deviation.</param>
    public HeldFactor(TermLayout term, int row, int column)
        : base(term)
    {
        k = term.Width;
        isCorrelation = row != column;
        isDiagonal = term.Structure.Follows != ColumnChange.Any;
        double[] first = Column(term.Basis, row);
        UnitDeviation = Norm(first);
        Matrix<double> basis = isDiagonal ? Permutation(row) : Basis(isCorrelation ? [first, Column(term.Basis, column)] : [first]);
        forward = [.. basis.ToRowMajorArray()];
        backward = [.. basis.Inverse().ToRowMajorArray()];
        free = [.. term.Structure.Entries.Select(e => isDiagonal ? Swap(e, row) : e).Order().Where(e => e != (0, 0) || isCorrelation).Where(e => !isCorrelation || e != (1, 0))];
        inner = new double[k * k];
        rotation = new double[k * k];
        product = new double[k * k];
        Lambda = new double[k * k];
    }

    /// <inheritdoc/>
    public override int Count => free.Length;

    /// <inheritdoc/>
    public override double UnitDeviation { get; }

    /// <inheritdoc/>
    public override IEnumerable<int> Sizes => Enumerable.Range(0, free.Length).Where(i => free[i].Row == free[i].Column);

    /// <summary>Λ, k × k row-major, as filled last.</summary>
    private double[] Lambda { get; }

    /// <inheritdoc/>
    public override void Free(ReadOnlySpan<double> theta, Span<double> point)
    {
        SmallBlocks.Multiply(forward, Term.Structure.Template(theta), product, k);
        SmallBlocks.Triangularise(product, k);
        for (int i = 0; i < free.Length; i++)
        {
            point[i] = IsRoot(i)
                ? Math.Sqrt(free[i].Row == 0 ? product[0] : double.Hypot(product[k], product[k + 1]))
                : product[(free[i].Row * k) + free[i].Column];
        }
    }

    /// <inheritdoc/>
    public override void Fill(ReadOnlySpan<double> point, double held, Span<double> theta)
    {
        Fill(point, held);
        for (int i = 0; i < theta.Length; i++)
        {
            (int row, int column) = Term.Structure.Entries[i];
            theta[i] = Lambda[(row * k) + column];
        }
    }

    private void Fill(ReadOnlySpan<double> point, double held)
    {
        Array.Clear(inner);
        for (int i = 0; i < free.Length; i++)
        {
            inner[(free[i].Row * k) + free[i].Column] = IsRoot(i) ? point[i] * point[i] : point[i];
        }

        if (isCorrelation)
        {
            double size = inner[k + 1];
            inner[k] = held * size;
            inner[k + 1] = Rest(held) * size;
        }
        else
        {
            inner[0] = held;
        }

        SmallBlocks.Multiply(backward, inner, Lambda, k);
        Array.Clear(rotation);
        for (int i = 0; i < k; i++)
        {
            rotation[(i * k) + i] = 1;
        }

        SmallBlocks.Triangularise(Lambda, rotation, k);
    }

    /// <inheritdoc/>
    /// <remarks>By central differences of a map that is smooth where Λ is not singular.</remarks>
    public override void Differentiate(ReadOnlySpan<double> point, double held, Span<double> jacobian)
    {
        double[] moved = [.. point];
        double[] up = new double[Count + 1], down = new double[Count + 1];
        for (int i = 0; i < Count; i++)
        {
            double step = DifferenceStep * Math.Max(1, Math.Abs(point[i]));
            moved[i] = point[i] + step;
            Fill(moved, held, up);
            moved[i] = point[i] - step;
            Fill(moved, held, down);
            moved[i] = point[i];
            for (int j = 0; j <= Count; j++)
            {
                jacobian[(i * (Count + 1)) + j] = (up[j] - down[j]) / (2 * step);
            }
        }
    }

    /// <inheritdoc/>
    public override double Gradient(ReadOnlySpan<double> point, ReadOnlySpan<double> template, ReadOnlySpan<double> inTheta, double held, Span<double> gradient)
    {
        SmallBlocks.MultiplyByTransposed(template, rotation, product, k);
        var result = new double[k * k];
        SmallBlocks.MultiplyTransposed(backward, product, result, k);
        for (int i = 0; i < free.Length; i++)
        {
            double own = isCorrelation && free[i] == (1, 1)
                ? (held * result[k]) + (Rest(held) * result[k + 1])
                : result[(free[i].Row * k) + free[i].Column];
            gradient[i] = IsRoot(i) ? 2 * point[i] * own : own;
        }

        return held * result[0];
    }

    /// <summary>
    /// Beside a correlation the two standard deviations are squares of the free parameters: a change of sign would change that of the correlation, and a variance of
    /// zero is a bound that the criterion may meet with a slope.
    /// </summary>
    private bool IsRoot(int i) => isCorrelation && free[i].Row == free[i].Column && free[i].Row < 2;

    private static double Rest(double correlation) => Math.Sqrt(Math.Max(0, (1 - correlation) * (1 + correlation)));

    private static double Norm(double[] vector) => Math.Sqrt(VectorKernels.Dot(vector, vector));

    /// <summary>cᵢ: how the user's column follows from the internal effects.</summary>
    private static double[] Column(RandomBasis basis, int column)
    {
        var result = new double[basis.Width];
        var unit = new double[basis.Width];
        var user = new double[basis.Width];
        for (int i = 0; i < unit.Length; i++)
        {
            Array.Clear(unit);
            unit[i] = 1;
            basis.ModesToUser(unit, user);
            result[i] = user[column];
        }

        return result;
    }

    private static (int Row, int Column) Swap((int Row, int Column) entry, int first)
    {
        int At(int i) => i == first ? 0 : i == 0 ? first : i;
        return (At(entry.Row), At(entry.Column));
    }

    private Matrix<double> Permutation(int first)
    {
        Matrix<double> result = Matrix<double>.Build.DenseIdentity(k);
        result[0, 0] = result[first, first] = first == 0 ? 1 : 0;
        result[0, first] = result[first, 0] = 1;
        return result;
    }

    /// <summary>Rows of length 1: the given ones, then an orthonormal basis of what is orthogonal to them.</summary>
    private Matrix<double> Basis(double[][] given)
    {
        var rows = new List<double[]>();
        var orthonormal = new List<double[]>();
        foreach (double[] row in given)
        {
            double norm = Norm(row);
            double[] unit = [.. row.Select(x => x / norm)];
            rows.Add(unit);
            orthonormal.Add(Orthogonal(unit, orthonormal));
        }

        while (rows.Count < k)
        {
            // Of the axes the one that is farthest from what is spanned already.
            double[] next = Enumerable.Range(0, k)
                .MaxBy(a => 1 - orthonormal.Sum(o => o[a] * o[a])) is var axis
                ? Orthogonal([.. Enumerable.Range(0, k).Select(i => i == axis ? 1.0 : 0.0)], orthonormal)
                : [];
            rows.Add(next);
            orthonormal.Add(next);
        }

        return Matrix<double>.Build.DenseOfRowArrays(rows);
    }

    private static double[] Orthogonal(double[] vector, List<double[]> others)
    {
        double[] result = [.. vector];
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (double[] other in others)
            {
                VectorKernels.AddScaled(-VectorKernels.Dot(other, result), other, result);
            }
        }

        double norm = Norm(result);
        return [.. result.Select(x => x / norm)];
    }
}
