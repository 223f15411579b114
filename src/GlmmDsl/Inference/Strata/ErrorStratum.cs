using GlmmDsl.Formulas;
using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Inference.Strata;

/// <summary>
/// One error stratum: orthonormal contrasts of the cells within subjects, and the linear model between subjects for them. Sums of squares are traces of
/// the sums of products of the multivariate linear model, as car's <c>Anova</c> takes them.
/// </summary>
internal sealed class ErrorStratum
{
    private readonly RepeatedDesign design;
    private readonly Matrix<double> contrasts;
    private readonly (Term? Term, Matrix<double> Columns)[] terms;

    /// <summary>Takes a stratum from a design.</summary>
    /// <param name="design">The design.</param>
    /// <param name="within">The factors within subjects of the stratum; none for the subjects themselves.</param>
    /// <exception cref="ModelDataException">A combination of the factors between subjects has no subject.</exception>
    public ErrorStratum(RepeatedDesign design, IReadOnlyList<RepeatedFactor> within)
    {
        this.design = design;
        Within = within;
        Name = string.Join(":", within.Select(w => w.Name).Prepend(design.Formula.Subject.Label));
        contrasts = Matrix<double>.Build.DenseOfArray(design.Responses) * CellContrasts.Of(design.Within, within);
        terms = [.. Terms(design, within)];
        Matrix<double>? all = Columns(terms);
        int rank = all is null || all.ColumnCount > all.RowCount ? 0 : all.Rank();
        if (rank < (all?.ColumnCount ?? 0))
        {
            throw new ModelDataException(
                $"Combinations of the factors between subjects have no subject, so the effects of {string.Join(", ", design.Between.Select(b => b.Name))} cannot all be told apart: leave an interaction out of the formula, or the factor that makes cells empty.");
        }

        ErrorDegreesOfFreedom = design.Subjects.Length - rank;
        if (ErrorDegreesOfFreedom < 1)
        {
            throw new ModelDataException($"There are {design.Subjects.Length} subjects and as many effects between them: no subject is left to estimate their variance from.");
        }

        Matrix<double> rest = Residual(all);
        ErrorProducts = rest.TransposeThisAndMultiply(rest) * design.Replicates;
    }

    /// <summary>Its factors within subjects.</summary>
    public IReadOnlyList<RepeatedFactor> Within { get; }

    /// <summary>Its name as <c>aov</c> writes it, <c>item:store</c>.</summary>
    public string Name { get; }

    /// <summary>The number of contrasts, r.</summary>
    public int ContrastCount => contrasts.ColumnCount;

    /// <summary>Degrees of freedom between subjects: subjects less estimated effects. The denominator of F is r times it.</summary>
    public int ErrorDegreesOfFreedom { get; }

    /// <summary>r × r: the sums of squares and products of the residuals.</summary>
    public Matrix<double> ErrorProducts { get; }

    /// <summary>The trace of <see cref="ErrorProducts"/>.</summary>
    public double ErrorSumOfSquares => ErrorProducts.Trace();

    /// <summary>The denominator degrees of freedom of F.</summary>
    public int DenominatorDegreesOfFreedom => ErrorDegreesOfFreedom * ContrastCount;

    /// <summary>The error mean square.</summary>
    public double ErrorMeanSquare => ErrorSumOfSquares / DenominatorDegreesOfFreedom;

    /// <summary>The terms tested in the stratum in order, null for the grand mean, with numerator degrees of freedom and sums of squares of type III: beyond all others.</summary>
    public IEnumerable<(Term? Term, int DegreesOfFreedom, double SumOfSquares)> Partial()
    {
        double full = Squares(Residual(Columns(terms)));
        return terms.Select(t => (t.Term, t.Columns.ColumnCount * ContrastCount, Squares(Residual(Columns(terms.Where(o => o != t)))) - full));
    }

    /// <summary>The same of type I: each beyond those before it.</summary>
    public IEnumerable<(Term? Term, int DegreesOfFreedom, double SumOfSquares)> Sequential()
    {
        double before = Squares(contrasts);
        for (int i = 0; i < terms.Length; i++)
        {
            double after = Squares(Residual(Columns(terms.Take(i + 1))));
            yield return (terms[i].Term, terms[i].Columns.ColumnCount * ContrastCount, before - after);
            before = after;
        }
    }

    private static IEnumerable<(Term?, Matrix<double>)> Terms(RepeatedDesign design, IReadOnlyList<RepeatedFactor> within)
    {
        int n = design.Subjects.Length;
        if (within.Count == 0)
        {
            yield return (null, Matrix<double>.Build.Dense(n, 1, 1));
        }

        foreach (Term term in design.Formula.Terms.Fixed)
        {
            RepeatedFactor[] between = [.. design.Between.Where(b => term.Variables.Contains(b.Variable))];
            if (term.Variables.Length == between.Length + within.Count && within.All(w => term.Variables.Contains(w.Variable)))
            {
                yield return (term, BetweenColumns(between, n));
            }
        }
    }

    /// <summary>Products of the factors' contrasts that sum to zero, one row a subject.</summary>
    private static Matrix<double> BetweenColumns(RepeatedFactor[] factors, int n)
    {
        double[][] columns = [[.. Enumerable.Repeat(1.0, n)]];
        foreach (RepeatedFactor factor in factors)
        {
            int last = factor.Levels.Length - 1;
            columns = [.. columns.SelectMany(c => Enumerable.Range(0, last).Select(l => c.Select((v, s) => v * (factor.Codes[s] == l ? 1 : factor.Codes[s] == last ? -1 : 0)).ToArray()))];
        }

        return Matrix<double>.Build.DenseOfColumnArrays(columns);
    }

    private static Matrix<double>? Columns(IEnumerable<(Term? Term, Matrix<double> Columns)> some)
    {
        double[][] columns = [.. some.SelectMany(t => t.Columns.ToColumnArrays())];
        return columns.Length == 0 ? null : Matrix<double>.Build.DenseOfColumnArrays(columns);
    }

    private Matrix<double> Residual(Matrix<double>? columns) => columns is null ? contrasts : contrasts - (columns * columns.QR().Solve(contrasts));

    private double Squares(Matrix<double> rest) => design.Replicates * rest.Enumerate().Sum(v => v * v);
}
