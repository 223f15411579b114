using GlmmDsl.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Covariance;

/// <summary>
/// One term's Λ with a standard deviation or a correlation of it held. The user's column i is cᵢᵀb of the internal effects b. In a basis b′ = Gb whose first
/// rows are cᵢ/|cᵢ| and cⱼ/|cⱼ|, with Λ′ the triangular factor of their covariance, the standard deviation of column i is |cᵢ||Λ′₁₁| and its correlation with j the
/// ratio Λ′₂₁/√(Λ′₂₁² + Λ′₂₂²): each is a coordinate, and the others are free. Then Λ = G⁻¹Λ′R, R the rotation that makes it triangular; the criterion depends on
/// ΛΛᵀ alone, so that ∂d/∂Λ′ = G⁻ᵀ(∂d/∂Λ)Rᵀ. It holds at a singular Λ too. One instance serves one thread.
/// </summary>
internal sealed class HeldTerm
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
    /// <param name="term">The term, whose structure <see cref="Takes"/> says can be held.</param>
    /// <param name="row">A column of it.</param>
    /// <param name="column">Another one for their correlation; the same for its standard deviation.</param>
    public HeldTerm(TermLayout term, int row, int column)
    {
        Term = term;
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

    /// <summary>The term.</summary>
    public TermLayout Term { get; }

    /// <summary>The number of free parameters, one less than the term's.</summary>
    public int Count => free.Length;

    /// <summary>|cᵢ|: the standard deviation of the user's column where Λ′₁₁ is 1.</summary>
    public double UnitDeviation { get; }

    /// <summary>The places among the free parameters whose zero is a variance of zero.</summary>
    public IEnumerable<int> Sizes => Enumerable.Range(0, free.Length).Where(i => free[i].Row == free[i].Column);

    /// <summary>Λ, k × k row-major, as <see cref="Fill"/> left it.</summary>
    public double[] Lambda { get; }

    /// <summary>Whether the standard deviations and correlations of a structure can be held.</summary>
    public static bool Takes(CovarianceStructure structure) => structure.Follows == ColumnChange.Any || structure is DiagonalCovariance || structure is { IsIdentity: true, Width: 1 };

    /// <summary>The free parameters of a Λ.</summary>
    public void Free(ReadOnlySpan<double> lambda, Span<double> point)
    {
        SmallBlocks.Multiply(forward, lambda, product, k);
        SmallBlocks.Triangularise(product, k);
        for (int i = 0; i < free.Length; i++)
        {
            point[i] = IsRoot(i)
                ? Math.Sqrt(free[i].Row == 0 ? product[0] : double.Hypot(product[k], product[k + 1]))
                : product[(free[i].Row * k) + free[i].Column];
        }
    }

    /// <summary>Makes <see cref="Lambda"/> from the free parameters.</summary>
    /// <param name="point">The free parameters.</param>
    /// <param name="held">The correlation; or Λ′₁₁, the standard deviation in units of σ and of <see cref="UnitDeviation"/>.</param>
    public void Fill(ReadOnlySpan<double> point, double held)
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

    /// <summary>Reads the entries of <see cref="Lambda"/>, which are the term's θ.</summary>
    public void Read(Span<double> theta)
    {
        for (int i = 0; i < theta.Length; i++)
        {
            (int row, int column) = Term.Structure.Entries[i];
            theta[i] = Lambda[(row * k) + column];
        }
    }

    /// <summary>How θ of the term moves with the free parameters, by central differences of a map that is smooth where Λ is not singular.</summary>
    /// <param name="point">The free parameters.</param>
    /// <param name="held">What is held, as <see cref="Fill"/> takes it.</param>
    /// <param name="jacobian">Receives it: a row for each free parameter.</param>
    public void Differentiate(ReadOnlySpan<double> point, double held, Span<double> jacobian)
    {
        double[] moved = [.. point];
        double[] up = new double[Count + 1], down = new double[Count + 1];
        for (int i = 0; i < Count; i++)
        {
            double step = DifferenceStep * Math.Max(1, Math.Abs(point[i]));
            moved[i] = point[i] + step;
            Fill(moved, held);
            Read(up);
            moved[i] = point[i] - step;
            Fill(moved, held);
            Read(down);
            moved[i] = point[i];
            for (int j = 0; j <= Count; j++)
            {
                jacobian[(i * (Count + 1)) + j] = (up[j] - down[j]) / (2 * step);
            }
        }
    }

    /// <summary>The gradient in the free parameters at the point filled last.</summary>
    /// <param name="point">That point.</param>
    /// <param name="template">∂d/∂Λ, all k × k entries, row-major.</param>
    /// <param name="held">The correlation held; of no meaning for a standard deviation.</param>
    /// <param name="gradient">Receives it.</param>
    /// <returns>∂d/∂Λ′₁₁.</returns>
    public double Gradient(ReadOnlySpan<double> point, ReadOnlySpan<double> template, double held, Span<double> gradient)
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

        return result[0];
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
