using System.Globalization;
using System.Reflection;

namespace GlmmDsl.Generators.Tests;

/// <summary>Many probes compiled at once: a compilation costs more than a probe.</summary>
/// <param name="assembly">A name for the assembly.</param>
/// <param name="shared">Row types that all share.</param>
/// <param name="cases">For each probe its models and the statements that return its result.</param>
internal sealed class ProbeSet(string assembly, string shared, IEnumerable<(string Models, string Body)> cases)
{
    private readonly Lazy<Assembly> compiled = new(() => TypedCompilation.Load(assembly, [shared, .. cases.Select(Source)]).Assembly);

    /// <summary>Runs a probe by its place.</summary>
    public T Run<T>(int index) =>
        (T)compiled.Value.GetType(string.Create(CultureInfo.InvariantCulture, $"Case{index}.Probe"))!.GetMethod("Run")!
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, CultureInfo.InvariantCulture)!;

    private static string Source((string Models, string Body) probe, int index) => $$"""
        namespace Case{{index.ToString(CultureInfo.InvariantCulture)}}
        {
            {{probe.Models}}

            public static class Probe
            {
                public static object? Run()
                {
                    {{probe.Body}}
                }
            }
        }
        """;
}
