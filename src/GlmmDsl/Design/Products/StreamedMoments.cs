using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design.Expressions;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Products;

/// <summary>Moments of data-dependent functions over rows that come in parts: one pass over the parts for each depth of nesting.</summary>
internal static class StreamedMoments
{
    /// <summary>The data-dependent calls of a formula, inner ones before those around them.</summary>
    public static ImmutableArray<CallSyntax> CallsIn(DesignPlan plan)
    {
        IEnumerable<ExpressionSyntax> expressions = CodedVariable.In(plan).Concat(plan.Random.SelectMany(r => r.Group)).Select(v => v.Variable.Expression).Concat(plan.Terms.Offsets);
        expressions = plan.Response is null ? expressions : expressions.Append(plan.Response.Expression);
        return [.. expressions.SelectMany(CallsIn).DistinctBy(c => c.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>Takes the moments in as many passes as it needs.</summary>
    /// <exception cref="ModelDataException">A function that cannot be taken over parts, or a part that does not suit the formula.</exception>
    public static ImmutableDictionary<string, ImmutableArray<double>> Of(
        Formula formula, IReadOnlyCollection<Table> chunks, DesignOptions options, CancellationToken cancellationToken)
    {
        ImmutableDictionary<string, ImmutableArray<double>> known = ImmutableDictionary<string, ImmutableArray<double>>.Empty.WithComparers(StringComparer.Ordinal);
        if (chunks.Count == 0)
        {
            return known;
        }

        ImmutableArray<CallSyntax> waiting = CallsIn(ProductSchema.Of(formula, chunks.First(), options).Plan);
        while (!waiting.IsEmpty)
        {
            HashSet<string> names = [.. waiting.Select(c => c.ToString())];
            CallSyntax[] ready = [.. waiting.Where(c => !CallsIn(c).Any(inner => !ReferenceEquals(inner, c) && inner.ToString() != c.ToString() && names.Contains(inner.ToString())))];
            var totals = new Moments[ready.Length];
            foreach (Table chunk in chunks)
            {
                var evaluator = new ExpressionEvaluator(chunk, formula.Terms.Syntax.Text, new BasisRecorder(null, known), options.Functions, cancellationToken);
                for (int i = 0; i < ready.Length; i++)
                {
                    RefusePolynomial(ready[i], chunks.Count);
                    totals[i] = Moments.Sum(totals[i], Moments.Of(evaluator.EvaluateNumbers(ready[i].Arguments[0].Value)));
                }
            }

            known = known.AddRange(ready.Select((call, i) => KeyValuePair.Create(call.ToString(), totals[i].For(call.Function.Name))));
            waiting = [.. waiting.Except(ready)];
        }

        return known;
    }

    private static void RefusePolynomial(CallSyntax call, int chunks)
    {
        if (call.Function.Name == "poly")
        {
            throw new ModelDataException(FormattableString.Invariant(
                $"{call} is orthogonal over all rows, which come in {chunks} parts. Take the moments of a table that has all its points (ColumnMoments.Of(formula, table)) and give them, or write powers with I(..)."));
        }
    }

    private static IEnumerable<CallSyntax> CallsIn(ExpressionSyntax expression) =>
        expression.DescendantsAndSelf().OfType<CallSyntax>().Where(c => FunctionCatalog.Find(c.Function.Name) is { IsDataDependent: true }).Reverse();

    /// <summary>Count, mean, sum of squares about it and range; added by the formula of Chan, Golub and LeVeque (1983).</summary>
    private readonly record struct Moments(long Count, double Mean, double Squares, double Minimum, double Maximum)
    {
        public static Moments Of(double[] values)
        {
            double mean = ColumnStatistics.Mean(values);
            long count = 0;
            double squares = 0;
            foreach (double value in values)
            {
                if (!double.IsNaN(value))
                {
                    count++;
                    squares += (value - mean) * (value - mean);
                }
            }

            return count == 0 ? default : new Moments(count, mean, squares, ColumnStatistics.Minimum(values), ColumnStatistics.Maximum(values));
        }

        public static Moments Sum(Moments a, Moments b)
        {
            if (a.Count == 0 || b.Count == 0)
            {
                return a.Count == 0 ? b : a;
            }

            double count = a.Count + b.Count;
            double difference = b.Mean - a.Mean;
            return new Moments(
                a.Count + b.Count,
                a.Mean + (difference * b.Count / count),
                a.Squares + b.Squares + (difference * difference * a.Count * b.Count / count),
                Math.Min(a.Minimum, b.Minimum),
                Math.Max(a.Maximum, b.Maximum));
        }

        public ImmutableArray<double> For(string function)
        {
            double deviation = Count > 1 ? Math.Sqrt(Squares / (Count - 1)) : double.NaN;
            double mean = Count == 0 ? double.NaN : Mean;
            return function switch
            {
                "min" => [Count == 0 ? double.NaN : Minimum],
                "max" => [Count == 0 ? double.NaN : Maximum],
                "sd" => [deviation],
                "scale" => [mean, deviation],
                _ => [mean],
            };
        }
    }
}
