// SPDX-License-Identifier: Apache-2.0
package io.sluice.gateway.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Memory, descriptors and processor time of this process, under the names that Prometheus clients
/// agree on. Management beans are looked up when somebody asks for metrics: at the start they would
/// keep connections waiting.
final class ProcessMetrics {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  void register(PrometheusRegistry registry) {
    gauge("process_resident_memory_bytes", "Resident memory")
        .callback(to -> to.call(residentBytes()))
        .register(registry);
    gauge("process_open_fds", "Open file descriptors")
        .callback(to -> to.call((double) system().getOpenFileDescriptorCount()))
        .register(registry);
    gauge("process_max_fds", "Limit on open file descriptors")
        .callback(to -> to.call((double) system().getMaxFileDescriptorCount()))
        .register(registry);
    CounterWithCallback.builder()
        .name("process_cpu_seconds")
        .help("Processor time, user and system")
        .callback(to -> to.call(seconds(system().getProcessCpuTime(), TimeUnit.NANOSECONDS)))
        .register(registry);
    gauge("process_start_time_seconds", "Start of the process, in seconds since the epoch")
        .callback(to ->
            to.call(
                seconds(
                    ManagementFactory.getRuntimeMXBean().getStartTime(), TimeUnit.MILLISECONDS)))
        .register(registry);
    registerMemory(registry);
  }

  private static void registerMemory(PrometheusRegistry registry) {
    gauge("jvm_memory_used_bytes", "Memory in use by the Java virtual machine")
        .labelNames("area")
        .callback(to -> {
          var memory = ManagementFactory.getMemoryMXBean();
          to.call((double) memory.getHeapMemoryUsage().getUsed(), "heap");
          to.call((double) memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
        })
        .register(registry);
    gauge("jvm_buffer_pool_used_bytes", "Memory of buffers outside the heap")
        .labelNames("pool")
        .callback(to ->
            ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
                .forEach(pool -> to.call((double) pool.getMemoryUsed(), pool.getName())))
        .register(registry);
    CounterWithCallback.builder()
        .name("jvm_gc_collection_seconds")
        .help("Time spent collecting garbage")
        .callback(to ->
            to.call(
                seconds(
                    ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum(),
                    TimeUnit.MILLISECONDS)))
        .register(registry);
  }

  private static UnixOperatingSystemMXBean system() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
  }

  private static GaugeWithCallback.Builder gauge(String name, String help) {
    return GaugeWithCallback.builder().name(name).help(help);
  }

  private static double seconds(long count, TimeUnit unit) {
    return (double) unit.toNanos(count) / TimeUnit.SECONDS.toNanos(1);
  }

  /// `VmRSS: 12345 kB` of proc(5); 0 where there is none.
  private static double residentBytes() {
    try {
      for (var line : Files.readAllLines(STATUS)) {
        if (line.startsWith(RESIDENT)) {
          return 1024.0 * Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
    } catch (IOException e) {
      return 0;
    }
    return 0;
  }
}
