using System.Globalization;
using System.Reflection;

namespace GlmmDsl.Generators.Tests;

/// <summary>Many probes compiled at once: a compilation costs more than a probe.</summary>
/// <param name="assembly">A name for the assembly.</param>
/// <param name="shared">Row types that all share.</param>
/// <param name="cases">For each probe its models and the statements that return its result.</param>
/// <param name="helpers">Methods that the statements call.</param>
internal sealed class ProbeSet(string assembly, string shared, IEnumerable<(string Models, string Body)> cases, string helpers = "")
{
    private readonly Lazy<Assembly> compiled = new(() => TypedCompilation.Load(assembly, [shared, .. cases.Select((c, i) => Source(c, i, helpers))]).Assembly);

    /// <summary>Runs a probe by its place.</summary>
    public T Run<T>(int index) =>
        (T)compiled.Value.GetType(string.Create(CultureInfo.InvariantCulture, $"Case{index}.Probe"))!.GetMethod("Run")!
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, CultureInfo.InvariantCulture)!;

    private static string Source((string Models, string Body) probe, int index, string helpers) => $$"""
        namespace Case{{index.ToString(CultureInfo.InvariantCulture)}}
        {
            {{probe.Models}}

            public static class Probe
            {
                {{helpers}}

                public static object? Run()
                {
                    {{probe.Body}}
                }
            }
        }
        """;
}
