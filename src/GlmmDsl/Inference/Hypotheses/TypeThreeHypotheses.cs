using GlmmDsl.Fits;
using GlmmDsl.Formulas;
using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>
/// Type III hypotheses, which do not depend on the coding of factors: the general form of estimable functions, in indicators of all levels (Goodnight 1978, SAS
/// Technical Report R-101), in which the functions of a term are made orthogonal to those of the terms that contain it. The rows are those of lmerTest, which
/// starts from treatment coding: its denominator degrees of freedom depend on them.
/// </summary>
internal static class TypeThreeHypotheses
{
    private const double Tolerance = 1e-8;

    /// <summary>The hypotheses of all terms but the intercept; null where a term's indicators are not in the span of X by its coding.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="terms">Its terms.</param>
    public static IEnumerable<TermHypothesis>? Of(FittedModel model, FixedTerms terms)
    {
        int p = terms.Count;
        var indicators = new IndicatorColumns(model);
        var columns = new List<double[]>();
        var treatment = new List<(int Term, int Column)>();
        for (int t = 0; t < terms.Terms.Length; t++)
        {
            if (!AddTerm(indicators, terms.Terms[t], t, columns, treatment))
            {
                return null;
            }
        }

        (int Term, int Column)[] chosen = Independent(columns, treatment, p);
        if (chosen.Length < p)
        {
            return null;
        }

        // X in treatment coding is T in the coordinates of the kept columns; all indicators are R. Functions of the indicators' coefficients are the rows of (T⁻¹R)ᵀ.
        Matrix<double> inverse = Matrix<double>.Build.Dense(p, p, (i, j) => columns[chosen[j].Column][i]).Inverse();
        Matrix<double> functions = (inverse * Matrix<double>.Build.Dense(p, columns.Count, (i, j) => columns[j][i])).Transpose();
        int[][] own = [.. terms.Terms.Select((_, t) => Enumerable.Range(0, p).Where(c => chosen[c].Term == t).ToArray())];
        int[][] containing = Containment.Of(terms.Terms);
        foreach (int t in Enumerable.Range(0, own.Length).OrderByDescending(t => terms.Terms[t].Factors.Length))
        {
            Orthogonalise(functions, own[t], [.. containing[t].SelectMany(u => own[u])]);
        }

        return Hypotheses(terms, functions, chosen, own, inverse);
    }

    private static IEnumerable<TermHypothesis> Hypotheses(FixedTerms terms, Matrix<double> functions, (int Term, int Column)[] chosen, int[][] own, Matrix<double> inverse)
    {
        int p = chosen.Length;
        for (int t = 0; t < own.Length; t++)
        {
            if (terms.Terms[t].IsIntercept)
            {
                continue;
            }

            int[] rows = [.. own[t].Where(c => Enumerable.Range(0, p).Sum(i => Math.Abs(functions[chosen[i].Column, c])) > Tolerance)];
            var combinations = new double[rows.Length, p];
            for (int r = 0; r < rows.Length; r++)
            {
                for (int j = 0; j < p; j++)
                {
                    for (int i = 0; i < p; i++)
                    {
                        combinations[r, j] += functions[chosen[i].Column, rows[r]] * inverse[i, j];
                    }
                }
            }

            yield return new TermHypothesis(terms.Terms[t].Name, combinations);
        }
    }

    /// <summary>Adds a term's columns in indicators, and notes which of them its columns in treatment coding are.</summary>
    private static bool AddTerm(IndicatorColumns indicators, PlanTerm term, int t, List<double[]> columns, List<(int Term, int Column)> treatment)
    {
        var choices = new int[term.Factors.Length];
        do
        {
            if (indicators.Of(term, choices) is not { } column)
            {
                return false;
            }

            // Treatment contrasts leave out the first level.
            if (term.Factors.Select((f, i) => f.Encoding != Encoding.Contrasts || choices[i] > 0).All(isThere => isThere))
            {
                treatment.Add((t, columns.Count));
            }

            columns.Add(column);
        }
        while (Next(choices, i => indicators.Width(term.Factors[i].Variable)));

        return true;
    }

    private static bool Next(int[] choices, Func<int, int> width)
    {
        for (int i = 0; i < choices.Length; i++)
        {
            if (++choices[i] < width(i))
            {
                return true;
            }

            choices[i] = 0;
        }

        return false;
    }

    /// <summary>The first columns that are independent of those before them.</summary>
    private static (int Term, int Column)[] Independent(List<double[]> columns, List<(int Term, int Column)> candidates, int rank)
    {
        var basis = new List<double[]>();
        var chosen = new List<(int Term, int Column)>();
        foreach ((int term, int column) in candidates)
        {
            double[] rest = [.. columns[column]];
            double norm = Norm(rest);
            Project(rest, basis);
            Project(rest, basis);
            double left = Norm(rest);
            if (chosen.Count < rank && left > 1e-7 * norm && norm > 0)
            {
                basis.Add([.. rest.Select(v => v / left)]);
                chosen.Add((term, column));
            }
        }

        return [.. chosen];
    }

    /// <summary>Takes the part along other columns out of a matrix's columns.</summary>
    private static void Orthogonalise(Matrix<double> functions, int[] columns, int[] others)
    {
        var basis = new List<double[]>();
        foreach (int column in others)
        {
            double[] rest = functions.Column(column).ToArray();
            double norm = Norm(rest);
            Project(rest, basis);
            Project(rest, basis);
            double left = Norm(rest);
            if (left > Tolerance * norm)
            {
                basis.Add([.. rest.Select(v => v / left)]);
            }
        }

        foreach (int column in columns)
        {
            double[] rest = functions.Column(column).ToArray();
            Project(rest, basis);
            Project(rest, basis);
            functions.SetColumn(column, rest);
        }
    }

    private static void Project(double[] vector, List<double[]> basis)
    {
        foreach (double[] direction in basis)
        {
            LinearAlgebra.VectorKernels.AddScaled(-LinearAlgebra.VectorKernels.Dot(vector, direction), direction, vector);
        }
    }

    private static double Norm(double[] vector) => Math.Sqrt(LinearAlgebra.VectorKernels.Dot(vector, vector));
}
