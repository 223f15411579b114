using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using GlmmDsl.Data;
using GlmmDsl.Modeling;

namespace GlmmDsl.Generators.Tests.Reference;

/// <summary>Every reference model through both paths: the generated one and the run-time one.</summary>
public sealed class ReferenceModels
{
    private static readonly Lazy<IReadOnlyDictionary<string, TypedReferenceCase>> Cases = new(() => TypedReferenceCase.All().ToDictionary(c => c.Id));

    private static readonly Lazy<Assembly> Compiled = new(() => TypedCompilation.Load("ReferenceModels", Cases.Value.Values.Select(ReferenceSource.Of)).Assembly);

    private static readonly ConcurrentDictionary<string, TypedFit> Fits = new();

    public static TheoryData<string> Ids => [.. Cases.Value.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Both_paths_give_equal_columns_and_estimates(string id)
    {
        TypedReferenceCase reference = Cases.Value[id];
        TypedFit typed = Typed(reference);
        MixedModelFit untyped = Untyped(reference);

        Assert.Equal(untyped.Coefficients.Select(c => c.Name), typed.Result.Coefficients.Select(c => c.Name));
        Assert.Equal(untyped.ThetaNames.AsEnumerable(), typed.Result.ThetaNames.AsEnumerable());
        Assert.Equal(untyped.RowCount, typed.Result.RowCount);
        foreach ((Coefficient expected, Coefficient actual) in untyped.Coefficients.Zip(typed.Result.Coefficients))
        {
            Assert.Equal(expected.IsAliased, actual.IsAliased);
            if (!expected.IsAliased)
            {
                Assert.Equal(expected.Estimate, actual.Estimate, 1e-6 * expected.StandardError);
                Assert.Equal(expected.StandardError, actual.StandardError, 1e-6 * expected.StandardError);
            }
        }

        Assert.Equal(untyped.LogLikelihood.Value, typed.Result.LogLikelihood.Value, 1e-7 * Math.Abs(untyped.LogLikelihood.Value));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_coefficient_has_one_property(string id)
    {
        TypedReferenceCase reference = Cases.Value[id];
        TypedFit typed = Typed(reference);
        object view = typed.GetType().GetProperty("Coefficients")!.GetValue(typed)!;
        PropertyInfo[] own = view.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
        string[] named = [.. own.Where(p => p.PropertyType == typeof(Coefficient)).Select(p => ((Coefficient)p.GetValue(view)!).Name)];
        Assert.Equal(named.Distinct(), named);
        Assert.Subset(typed.Result.Coefficients.Select(c => c.Name).ToHashSet(), named.ToHashSet());
        if (own.Length == named.Length)
        {
            Assert.Equal(typed.Result.Coefficients.Select(c => c.Name), named);
        }
    }

    private static TypedFit Typed(TypedReferenceCase reference) =>
        Fits.GetOrAdd(reference.Id, _ => (TypedFit)Compiled.Value.GetType(reference.Namespace + ".Runner")!.GetMethod("Fit")!.Invoke(null, [reference.Rows])!);

    private static MixedModelFit Untyped(TypedReferenceCase reference)
    {
        var options = new CsvOptions
        {
            Levels = Declared(isOrdered: false),
            Ordered = Declared(isOrdered: true),
            Factors = [.. reference.Columns.Where(c => c.Type == "factor" && !c.HasDeclaredLevels).Select(c => c.Name)],
            Contrasts = reference.Contrasts,
        };
        Table table = Table.ReadCsv(new StringReader(reference.ToCsv()), options);
        return MixedModel.Fit(
            reference.Formula,
            table,
            reference.Method.Options with { Missing = MissingValues.Omit, Weights = reference.Weights });

        ImmutableDictionary<string, ImmutableArray<string>> Declared(bool isOrdered) =>
            reference.Columns.Where(c => c.HasDeclaredLevels && c.IsOrdered == isOrdered).ToImmutableDictionary(c => c.Name, c => c.Levels);
    }
}
