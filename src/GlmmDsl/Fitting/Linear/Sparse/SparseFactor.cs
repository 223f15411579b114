using GlmmDsl.LinearAlgebra;
using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Fitting.Linear.Sparse;

/// <summary>
/// The profiled criterion at one θ by the supernodal Cholesky factor of M over all levels of all grouping factors; X and y are a dense border
/// of it: R_ZX and the last row of Bates et al. (2015), section 3.4, side by side. Evaluations allocate nothing once the first is done.
/// </summary>
internal sealed class SparseFactor
{
    /// <summary>Up to this many columns, plain loops are faster than vector instructions that are mostly remainder.</summary>
    private const int FewColumns = 8;

    private readonly bool reml;
    private readonly BlockScaling scaling;

    /// <summary>Makes the workspace.</summary>
    public SparseFactor(SparseSystem system, bool reml)
    {
        System = system;
        this.reml = reml;
        Cholesky = new SupernodalCholesky(system.Structure);
        Templates = [.. system.Layout.Factors.Select(f => new double[f.Width * f.Width])];
        var start = new int[Templates.Length];
        for (int f = 1; f < start.Length; f++)
        {
            start[f] = start[f - 1] + Templates[f - 1].Length;
        }

        scaling = new BlockScaling(system.GroupOfNode, start, new double[Templates.Sum(t => t.Length)]);
        Border = new double[system.WithFixed.Length];
        FixedFactor = new double[system.FixedBlock.Length];
    }

    /// <summary>The cross-products.</summary>
    public SparseSystem System { get; }

    /// <summary>Λ of a level, for each factor, k × k row-major.</summary>
    public double[][] Templates { get; }

    /// <summary>L.</summary>
    public SupernodalCholesky Cholesky { get; }

    /// <summary>L⁻¹PΛᵀZᵀW[X y]: q × (p + 1), rows in the order of elimination.</summary>
    public double[] Border { get; }

    /// <summary>The Cholesky factor of the Schur complement of the random effects in [X y]ᵀW[X y]: R_Xᵀ, and in the last row the numbers that give β̂, then r.</summary>
    public double[] FixedFactor { get; }

    /// <summary>r², the penalised residual sum of squares; after a Hessian by differences, that of its centre is restored.</summary>
    public double ResidualSquare { get; set; }

    /// <summary>d(θ) without its constant; infinite if the factorisation fails or nothing is left of the response.</summary>
    /// <param name="entries">λ about the internal columns.</param>
    /// <param name="cancellationToken">Checked at every supernode.</param>
    public double Evaluate(ReadOnlySpan<double> entries, CancellationToken cancellationToken)
    {
        System.Layout.Fill(entries, Templates);
        if (!Factor(Templates, cancellationToken))
        {
            return double.PositiveInfinity;
        }

        int p = System.FixedCount;
        int width = p + 1;
        System.WithFixed.CopyTo(Border, 0);
        SparseProduct.ApplyTemplates(System, Templates, transposed: true, Border, width);
        Cholesky.SolveLower(Border, width, cancellationToken);
        System.FixedBlock.CopyTo(FixedFactor, 0);
        for (int first = 0; first < Border.Length; first += width)
        {
            ReadOnlySpan<double> row = Border.AsSpan(first, width);
            if (width <= FewColumns)
            {
                SubtractSmall(row, FixedFactor);
                continue;
            }

            for (int j = 0; j < width; j++)
            {
                VectorKernels.AddScaled(-row[j], row[..(j + 1)], FixedFactor.AsSpan(j * width, width));
            }
        }

        if (!DenseCholesky.Factor(FixedFactor, width, width, cancellationToken))
        {
            return double.PositiveInfinity;
        }

        double logDeterminant = Cholesky.LogDeterminant;
        for (int j = 0; reml && j < p; j++)
        {
            logDeterminant += 2 * Math.Log(FixedFactor[(j * width) + j]);
        }

        double denominator = System.RowCount - (reml ? System.Rank : 0);
        ResidualSquare = FixedFactor[^1] * FixedFactor[^1];
        return logDeterminant + (denominator * (1 + Math.Log(2 * Math.PI * ResidualSquare / denominator)));
    }

    /// <summary>The lower triangle of C ← C − xxᵀ.</summary>
    private static void SubtractSmall(ReadOnlySpan<double> x, double[] c)
    {
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                c[(i * x.Length) + j] -= x[i] * x[j];
            }
        }
    }

    /// <summary>Factors M only, for templates that need not be those of the last θ.</summary>
    public bool Factor(double[][] templates, CancellationToken cancellationToken)
    {
        for (int f = 0; f < templates.Length; f++)
        {
            templates[f].CopyTo(scaling.Blocks, scaling.BlockStart[f]);
        }

        return Cholesky.Factor(System.Values, scaling, cancellationToken);
    }
}
